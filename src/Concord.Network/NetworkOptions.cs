using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Concord.Network;

/// <summary>Bounds and timeouts of DICOM associations, in both directions. Section <c>Dicom</c> of the settings.</summary>
public sealed class NetworkOptions
{
    /// <summary>Our AE title, 1 to 16 characters (PS3.5 §6.2, AE).</summary>
    [Required, StringLength(16, MinimumLength = 1)]
    public string AeTitle { get; set; } = "CONCORD";

    /// <summary>Further AE titles that we are called by and answer to.</summary>
    public IList<string> AeTitles { get; set; } = [];

    /// <summary>Largest P-DATA-TF PDU accepted, bytes, PDU header excluded; told to every peer (PS3.8 §D.1).</summary>
    [Range(4096, 16 << 20)]
    public int MaxPduLengthBytes { get; set; } = 1 << 20;

    /// <summary>Largest P-DATA-TF PDU sent, bytes, PDU header excluded, whatever larger the peer would take.</summary>
    [Range(4096, 16 << 20)]
    public int MaxSendPduLengthBytes { get; set; } = (256 << 10) - 8; // with its header just within a pooled buffer of 256 KiB

    /// <summary>Most associations at once, from all peers; one more is rejected (transient, local limit exceeded).</summary>
    [Range(1, 100_000)]
    public int MaxAssociations { get; set; } = 256;

    /// <summary>Most associations at once from one address; one more is rejected (transient, local limit exceeded).</summary>
    [Range(1, 100_000)]
    public int MaxAssociationsPerPeer { get; set; } = 128;

    /// <summary>Most associations at once from one calling AE title; one more is rejected (transient, local limit exceeded).</summary>
    [Range(1, 100_000)]
    public int MaxAssociationsPerAeTitle { get; set; } = 128;

    /// <summary>The ARTIM timer: seconds to wait for A-ASSOCIATE-RQ, and for the peer to close at the end (PS3.8 §9.1.5).</summary>
    [Range(1, 300)]
    public int ArtimSeconds { get; set; } = 30;

    /// <summary>Seconds that a peer may leave us without one whole PDU while it is its turn; then the association is aborted.</summary>
    [Range(1, 86_400)]
    public int IdleSeconds { get; set; } = 300;

    /// <summary>Slowest message that is waited for once it has begun, bytes of its command and data set per second; 0 waits for ever.</summary>
    [Range(0, 1 << 20)]
    public int MinReceiveBytesPerSecond { get; set; } = 240;

    /// <summary>Seconds of waiting within one message before a slow peer is aborted.</summary>
    [Range(1, 3600)]
    public int SlowPeerGraceSeconds { get; set; } = 30;

    /// <summary>Largest data set of one C-STORE, bytes; the association of a longer one is aborted and nothing of it is kept.</summary>
    [Range(1 << 20, 1e14)]
    public long MaxObjectBytes { get; set; } = 64L << 30;

    /// <summary>Seconds to wait for a peer's answer: connection, A-ASSOCIATE-AC, A-RELEASE-RP, a DIMSE response, room to send.</summary>
    [Range(1, 86_400)]
    public int ResponseSeconds { get; set; } = 60;

    /// <summary>Most operations that a peer which asks for it may have outstanding on one association (PS3.7 §D.3.3.3): its next C-STORE is
    /// received while the one before it becomes durable. 1 keeps strictly to one at a time.</summary>
    [Range(1, 256)]
    public int MaxOperationsPerformed { get; set; } = 16;

    /// <summary>Most C-STOREs that we leave outstanding on one association where the peer grants it; 1 does not ask, because some peers break on the question.</summary>
    [Range(1, 256)]
    public int MaxOperationsInvoked { get; set; } = 1;

    /// <summary>Most tries in a row, after the first, to store objects at a peer that cannot be reached, rejects for now, breaks off or is out of resources.</summary>
    [Range(0, 100)]
    public int StoreRetries { get; set; } = 3;

    /// <summary>The same for the C-STOREs of a C-MOVE, whose caller waits.</summary>
    [Range(0, 100)]
    public int MoveRetries { get; set; } = 1;

    /// <summary>Seconds before the first retry; each later one waits twice as long, less up to a half by chance.</summary>
    [Range(1, 3600)]
    public int RetrySeconds { get; set; } = 1;

    /// <summary>Most seconds before a retry.</summary>
    [Range(1, 86_400)]
    public int MaxRetrySeconds { get; set; } = 60;

    /// <summary>Seconds that running associations get on shutdown before they are aborted.</summary>
    [Range(0, 600)]
    public int DrainSeconds { get; set; } = 10;

    /// <summary>Seconds between two pending responses of a C-MOVE or C-GET.</summary>
    [Range(0, 60)]
    public int PendingResponseSeconds { get; set; } = 1;

    /// <summary>Take objects of private and of unknown SOP classes, and in private transfer syntaxes, as storage.</summary>
    public bool AcceptUnknownSopClasses { get; set; } = true;

    /// <summary>Say with each proposed storage class that it is one (SOP Class Common Extended Negotiation), so that peers can take classes that they do not know; some old
    /// peers break on the item.</summary>
    public bool DeclareStorageClasses { get; set; }

    /// <summary>Reject associations that call another AE title than <see cref="AeTitle"/> and <see cref="AeTitles"/>.</summary>
    public bool RequireCalledAeTitle { get; set; }

    /// <summary>The only AE titles that may call; empty lets all.</summary>
    public IList<string> AllowedCallingAeTitles { get; set; } = [];

    /// <summary>User identities in association requests: Ignore, Accept (verify those that come) or Require.</summary>
    [EnumDataType(typeof(UserIdentityPolicy))]
    public UserIdentityPolicy UserIdentity { get; set; } = UserIdentityPolicy.Ignore;

    /// <summary>What holds for single callers; the fields are below.</summary>
    [ValidateEnumeratedItems]
    public IList<PeerRule> PeerRules { get; set; } = [];

    /// <summary>What is wrong with titles and rules, in one line; null when nothing is.</summary>
    public string? FindFault()
    {
        foreach (var title in AeTitles.Prepend(AeTitle).Concat(AllowedCallingAeTitles))
            if (!AeTitleText.IsValid(title)) return "An AE title is 1-16 ASCII characters without backslash, not begun or ended by a space.";
        return PeerRuleSet.FindFault(PeerRules);
    }
}
