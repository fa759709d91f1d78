using System.Security.Cryptography;

namespace Concord.Fuzz.Engine;

/// <summary>Where findings are kept: <c>TARGET.HASH.bin</c>, and beside it what went wrong.</summary>
internal sealed class FindingStore(string folder)
{
    private const int HashLetters = 12;

    /// <summary>Writes it and gives the command that runs it again.</summary>
    public string Keep(Finding finding)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{finding.Target}.{Convert.ToHexStringLower(SHA256.HashData(finding.Input))[..HashLetters]}.bin");
        File.WriteAllBytes(path, finding.Input);
        File.WriteAllText(Path.ChangeExtension(path, ".txt"), finding.Site + "\n" + finding.Message + "\n");
        return $"fuzz/run --replay {path}";
    }

    /// <summary>Where the input that is running is kept.</summary>
    public string PathInFlight(string target)
    {
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"{target}.in-flight.bin");
    }
}
