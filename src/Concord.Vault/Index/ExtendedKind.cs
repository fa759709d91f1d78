using Concord.Vault.Index.Names;

namespace Concord.Vault.Index;

/// <summary>What a row of <c>extended_value</c> holds. Stored: numbers never change.</summary>
internal enum ExtendedKind
{
    /// <summary>A value as it is answered, and matched as text or number.</summary>
    Value = 0,

    /// <summary>A date, time or instant in a form that compares as text.</summary>
    Moment = 1,

    /// <summary>A form of a name, <see cref="NameKind.Whole"/>.</summary>
    WholeName = 2,

    /// <summary>A form of a name, <see cref="NameKind.Word"/>.</summary>
    NameWord = 3,
}
