namespace Concord.Trust.Policy;

/// <summary>Settings of who may do what (section <c>Policy</c>).</summary>
public sealed record AccessPolicyOptions
{
    /// <summary>Calling AE titles that may store over DIMSE; empty: every one that may associate.</summary>
    public IReadOnlyList<string> StoreFrom { get; init; } = [];

    /// <summary>Users (section <c>Identity</c>) that may store, over DIMSE and the web; empty: everyone who may connect.</summary>
    public IReadOnlyList<string> StoreUsers { get; init; } = [];

    /// <summary>Storage SOP Classes that are turned away, as UIDs.</summary>
    public IReadOnlyList<string> RefusedSopClasses { get; init; } = [];

    /// <summary>Storage SOP Classes that are in no table (private, or newer than the table) are kept too.</summary>
    public bool AcceptUnknownSopClasses { get; init; } = true;

    /// <summary>Objects may be deleted over the wire: DICOMweb's DELETE rejects them.</summary>
    public bool AllowDelete { get; init; }

    /// <summary>Users that may reject and restore; empty: everyone who may connect.</summary>
    public IReadOnlyList<string> RejectUsers { get; init; } = [];

    /// <summary>Users that may correct what studies say, and undo that; empty: everyone who may connect.</summary>
    public IReadOnlyList<string> CorrectUsers { get; init; } = [];

    /// <summary>Users that may have objects sent to peers over the web; empty: everyone who may connect.</summary>
    public IReadOnlyList<string> SendUsers { get; init; } = [];

    /// <summary>Users that may change settings while the archive runs, its peers, to which objects go, and its extended query tags; empty: everyone who may connect.</summary>
    public IReadOnlyList<string> AdminUsers { get; init; } = [];

    /// <summary>Users that may place and release legal holds; empty: everyone who may connect.</summary>
    public IReadOnlyList<string> HoldUsers { get; init; } = [];

    /// <summary>Users that may ask for a purge; empty: every user with a name.</summary>
    public IReadOnlyList<string> PurgeUsers { get; init; } = [];

    /// <summary>Users that may approve a purge; empty: every user with a name.</summary>
    public IReadOnlyList<string> ApproveUsers { get; init; } = [];
}
