using Archive.Tests.Receive;

namespace Archive.Tests.Faults;

/// <summary>The extended query tags.</summary>
internal sealed class ExtendedTagSight : Sight
{
    public override async IAsyncEnumerable<(string Key, string Value)> Look(TestVault vault)
    {
        await Task.CompletedTask;
        foreach (var tag in vault.Vault.ExtendedTags.Current.All) yield return (KeyOf(tag.Tag.ToHex()), $"{tag.Vr} {tag.Level}");
    }

    public static string KeyOf(string hex) => $"extended {hex}";
}
