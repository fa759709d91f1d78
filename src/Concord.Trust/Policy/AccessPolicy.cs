using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Trust.Identity;

namespace Concord.Trust.Policy;

/// <summary>The one rule for DIMSE, DICOMweb, the viewer and peers. Immutable; any number of threads.</summary>
public sealed class AccessPolicy(AccessPolicyOptions options)
{
    private readonly FrozenSet<string> _storeFrom = options.StoreFrom.Select(title => title.Trim()).ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _storeUsers = options.StoreUsers.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _refusedClasses = options.RefusedSopClasses.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether this object may be kept.</summary>
    public bool MayStore(Origin origin, Uid sopClass)
    {
        if (_storeFrom.Count > 0 && origin.Kind == OriginKind.Dimse && !_storeFrom.Contains(origin.CallingAeTitle.Trim())) return false;
        if (_storeUsers.Count > 0 && origin.Kind is (OriginKind.Dimse or OriginKind.StowRs) && !_storeUsers.Contains(origin.User)) return false;
        if (_refusedClasses.Count > 0 && _refusedClasses.Contains(sopClass.ToString())) return false;
        return options.AcceptUnknownSopClasses || StorageSopClasses.IodOf(sopClass) is not null;
    }

    /// <summary>Whether a study may be queried and retrieved.</summary>
    /// <remarks>Until people and sites have identities, who may connect may read.</remarks>
    public bool MayRead(string who, Uid study) => who is not null && !study.IsNone;

    /// <summary>Whether a user, null for none that has a name, may reject and restore.</summary>
    public bool MayReject(string? user) => IsAmong(options.RejectUsers, user);

    /// <summary>Whether a user, null for none that has a name, may set right what studies say.</summary>
    public bool MayCorrect(string? user) => IsAmong(options.CorrectUsers, user);

    /// <summary>Whether a user, null for none that has a name, may have objects sent to peers.</summary>
    public bool MaySend(string? user) => IsAmong(options.SendUsers, user);

    /// <summary>Whether a user, null for none that has a name, may change settings while the archive runs.</summary>
    public bool MayAdminister(string? user) => IsAmong(options.AdminUsers, user);

    /// <summary>Whether a user, null for none that has a name, may place and release legal holds.</summary>
    public bool MayHold(string? user) => IsAmong(options.HoldUsers, user);

    /// <summary>Whether a user may ask for a purge: never without a name.</summary>
    public bool MayRequestPurge(string? user) => user is not null && IsAmong(options.PurgeUsers, user);

    /// <summary>Whether a user may approve a purge: never without a name.</summary>
    public bool MayApprovePurge(string? user) => user is not null && IsAmong(options.ApproveUsers, user);

    /// <summary>Whether objects may be deleted over the wire.</summary>
    public bool MayDelete(string who, Uid study) => options.AllowDelete && who is not null && !study.IsNone;

    private static bool IsAmong(IReadOnlyList<string> named, string? user) => named.Count == 0 || (user is not null && named.Contains(user, StringComparer.Ordinal));
}
