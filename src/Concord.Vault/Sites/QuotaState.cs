namespace Concord.Vault.Sites;

/// <summary>How a site stands with its quota.</summary>
public enum QuotaState
{
    /// <summary>Below every bound, or there is none.</summary>
    Within,

    /// <summary>The soft bound is reached.</summary>
    Warned,

    /// <summary>The hard bound is reached: nothing more is taken from the site.</summary>
    Full,
}
