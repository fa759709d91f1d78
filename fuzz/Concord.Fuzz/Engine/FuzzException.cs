namespace Concord.Fuzz.Engine;

/// <summary>Something that must hold of every input does not hold of this one.</summary>
public sealed class FuzzException(string message) : Exception(message)
{
    internal static void Require(bool holds, string what)
    {
        if (!holds) throw new FuzzException(what);
    }
}
