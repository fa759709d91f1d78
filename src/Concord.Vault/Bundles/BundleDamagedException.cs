namespace Concord.Vault.Bundles;

/// <summary>A sealed bundle is not what was sealed; it is left as it is.</summary>
internal sealed class BundleDamagedException(long bundleId, string message) : IOException(message)
{
    public long BundleId => bundleId;
}
