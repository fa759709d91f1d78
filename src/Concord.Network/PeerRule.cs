using System.ComponentModel.DataAnnotations;

namespace Concord.Network;

/// <summary>What holds for callers of one AE title. Of the rules with the caller's title (else those with <c>*</c>) the first applies whose addresses, certificates and
/// transport fit; when none fits the association is rejected. A caller that no rule names is bound by the settings of section <c>Dicom</c> alone.</summary>
public sealed class PeerRule
{
    /// <summary>The calling AE title, or <c>*</c> for every one that no rule names.</summary>
    [Required, StringLength(16, MinimumLength = 1)]
    public string AeTitle { get; set; } = "*";

    /// <summary>IP addresses and networks (<c>10.1.0.0/16</c>) that it may call from; empty: any.</summary>
    public IList<string> Addresses { get; set; } = [];

    /// <summary>Client certificates that it may show, as SHA-256 thumbprint (hexadecimal) or whole subject (<c>CN=ct1, O=Hospital</c>); empty: any or none.</summary>
    public IList<string> Certificates { get; set; } = [];

    /// <summary>It must come over TLS.</summary>
    public bool RequireTls { get; set; }

    /// <summary>User identity in place of <c>Dicom:UserIdentity</c>.</summary>
    public UserIdentityPolicy? UserIdentity { get; set; }

    /// <summary>Most associations at once in place of <c>Dicom:MaxAssociationsPerAeTitle</c>.</summary>
    [Range(1, 100_000)]
    public int? MaxAssociations { get; set; }

    /// <summary>Transfer syntaxes (UIDs) that we take from it before all others, the best one first; empty: the order of its proposal.</summary>
    public IList<string> PreferredTransferSyntaxes { get; set; } = [];
}
