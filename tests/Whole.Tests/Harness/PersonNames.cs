namespace Whole.Tests.Harness;

/// <summary>Comparing person names of different tools: trailing empty components and groups say nothing (PS3.5 §6.2.1).</summary>
internal static class PersonNames
{
    public static bool Same(string one, string other) => Plain(one) == Plain(other);

    public static string Plain(string name) =>
        string.Join('=', name.Split('=').Select(g => string.Join('^', g.Split('^').Select(c => c.Trim(' ', '\0'))).TrimEnd('^'))).TrimEnd('=');
}
