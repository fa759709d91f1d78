using System.Globalization;
using System.Net;
using Concord.Dicom.DataElements;
using Concord.Network.ServiceClasses;

namespace Concord.Network;

/// <summary>The <see cref="PeerRule"/>s made ready: titles looked up, networks and certificates parsed once. Immutable; any thread.</summary>
internal sealed class PeerRuleSet
{
    private const string AnyTitle = "*";
    private const int ThumbprintDigits = 64;

    private readonly Dictionary<string, List<Ready>> _byTitle = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A rule is wrong; <see cref="FindFault"/> says so first.</exception>
    internal PeerRuleSet(IEnumerable<PeerRule> rules)
    {
        foreach (var rule in rules)
        {
            if (!_byTitle.TryGetValue(rule.AeTitle, out var same)) _byTitle[rule.AeTitle] = same = [];
            same.Add(new(rule, [.. rule.Addresses.Select(ParseNetwork)], [.. rule.Certificates.Select(Normalize)], [.. rule.PreferredTransferSyntaxes.Select(Uid.Parse)]));
        }
    }

    internal static string? FindFault(IEnumerable<PeerRule> rules)
    {
        var number = 0;
        foreach (var rule in rules)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"Dicom:PeerRules:{number++}");
            if (rule.AeTitle != AnyTitle && !AeTitleText.IsValid(rule.AeTitle)) return $"{where}: AeTitle is an AE title or *.";
            if (rule.MaxAssociations is < 1 or > 100_000) return $"{where}: MaxAssociations is 1 to 100000.";
            if (rule.UserIdentity is { } identity && !Enum.IsDefined(identity)) return $"{where}: UserIdentity is Ignore, Accept or Require.";
            foreach (var address in rule.Addresses)
                if (!TryParseNetwork(address, out _)) return $"{where}: '{address}' is no IP address and no network like 10.1.0.0/16.";
            foreach (var certificate in rule.Certificates)
                if (!IsThumbprint(Normalize(certificate)) && !certificate.Contains('=', StringComparison.Ordinal)) return $"{where}: '{certificate}' is no SHA-256 thumbprint and no subject like CN=ct1.";
            foreach (var syntax in rule.PreferredTransferSyntaxes)
                if (!Uid.TryParse(syntax, null, out _)) return $"{where}: '{syntax}' is no transfer syntax UID.";
        }
        return null;
    }

    /// <summary>False when rules name the caller and none of them fits; <paramref name="terms"/> are what holds for it otherwise.</summary>
    internal bool TryFind(string callingAeTitle, in Caller caller, NetworkOptions options, out AssociationTerms terms)
    {
        terms = new(options.UserIdentity, options.MaxAssociationsPerAeTitle, []);
        if (!_byTitle.TryGetValue(callingAeTitle, out var candidates) && !_byTitle.TryGetValue(AnyTitle, out candidates)) return true;
        foreach (var candidate in candidates)
        {
            if (!candidate.Fits(caller)) continue;
            terms = new(candidate.Rule.UserIdentity ?? options.UserIdentity, candidate.Rule.MaxAssociations ?? options.MaxAssociationsPerAeTitle, candidate.Syntaxes);
            return true;
        }
        return false;
    }

    private static IPNetwork ParseNetwork(string text) => TryParseNetwork(text, out var network) ? network : throw new ArgumentException("No network.", nameof(text));

    private static bool TryParseNetwork(string text, out IPNetwork network)
    {
        network = default;
        if (text.Contains('/', StringComparison.Ordinal)) return IPNetwork.TryParse(text, out network);
        if (!IPAddress.TryParse(text, out var address)) return false;
        network = new(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    /// <summary>Thumbprints without colons and in capitals; subjects as they stand.</summary>
    private static string Normalize(string certificate)
    {
        var digits = certificate.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
        return IsThumbprint(digits) ? digits : certificate.Trim();
    }

    private static bool IsThumbprint(string text) => text.Length == ThumbprintDigits && text.All(char.IsAsciiHexDigitUpper);

    private sealed record Ready(PeerRule Rule, IPNetwork[] Networks, string[] Certificates, Uid[] Syntaxes)
    {
        internal bool Fits(in Caller caller)
        {
            if (Rule.RequireTls && !caller.IsEncrypted) return false;
            return (Networks.Length == 0 || IsInside(caller.Address)) && (Certificates.Length == 0 || IsNamed(caller));
        }

        private bool IsInside(string text)
        {
            if (!IPAddress.TryParse(text, out var address)) return false;
            foreach (var network in Networks)
                if (network.Contains(address)) return true;
            return false;
        }

        private bool IsNamed(in Caller caller)
        {
            foreach (var certificate in Certificates)
            {
                if (certificate == caller.Thumbprint && caller.Thumbprint.Length > 0) return true;
                if (caller.Subject.Length > 0 && string.Equals(certificate, caller.Subject, StringComparison.OrdinalIgnoreCase)) return true;
            }
            return false;
        }
    }
}
