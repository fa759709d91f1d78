namespace Concord.Vault.Index.Names;

/// <summary>What a searchable form of a name is.</summary>
internal enum NameKind
{
    /// <summary>A whole component group, folded: what single-value and wildcard matching compare with.</summary>
    Whole = 0,

    /// <summary>One word of it, or its initials: what fuzzy matching compares with.</summary>
    Word = 1,
}
