namespace Concord.Vault.Sites;

/// <summary>What is kept of a site.</summary>
/// <param name="Bytes">Of its bundles on the disk: with what is kept aside, and with what is rejected until it is purged.</param>
/// <param name="Objects">In these bundles.</param>
/// <param name="Studies">Studies that can be found, whose lowest arrival came from the site.</param>
/// <param name="Instances">Of these studies.</param>
public readonly record struct SiteFigures(long Bytes, long Objects, long Studies, long Instances)
{
    public static SiteFigures operator +(SiteFigures one, SiteFigures other) => one.Add(other);

    public static SiteFigures operator -(SiteFigures one, SiteFigures other) => one.Subtract(other);

    public SiteFigures Add(SiteFigures other) => new(Bytes + other.Bytes, Objects + other.Objects, Studies + other.Studies, Instances + other.Instances);

    public SiteFigures Subtract(SiteFigures other) => new(Bytes - other.Bytes, Objects - other.Objects, Studies - other.Studies, Instances - other.Instances);
}
