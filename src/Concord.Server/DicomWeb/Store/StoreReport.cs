using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Server.DicomWeb.NonPatient;
using Concord.Server.Dimse;
using Concord.Vault.Receive;

namespace Concord.Server.DicomWeb.Store;

/// <summary>The answer of a store transaction (PS3.18 §10.5.3, Table I.1-1).</summary>
/// <param name="Items">The parts, in their order.</param>
/// <param name="BodyWasBroken">The body was damaged or ended early: what came before is kept.</param>
internal sealed record StoreReport(IReadOnlyList<StoredItem> Items, bool BodyWasBroken)
{
    /// <summary>What was wrong with the body; no patient's data.</summary>
    public string Fault { get; init; } = "";

    /// <summary>Warning Reason of an object whose UID was there with other content, or that is not what its SOP class says (Table I.2-1).</summary>
    private const int DoesNotMatch = 0xB007;

    /// <summary>Failure Reason of what was no object at all (Table I.2-2).</summary>
    private const int CannotUnderstand = 0xC000;

    /// <summary>200 when all is kept as it came, 202 when some is, 507 when all is refused for want of room, 409 when else nothing is, 400 when there was nothing to understand (Table 10.5.3-1).</summary>
    public int StatusCode
    {
        get
        {
            var kept = Items.Count(item => item.IsKept);
            if (Items.Count > 0 && Items.All(item => item.Outcome is StoreOutcome.Refused { Refusal: Refusal.OutOfResources })) return StatusCodes.Status507InsufficientStorage;
            if (kept == 0) return Items.Any(item => item.Identity is not null) ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
            var clean = !BodyWasBroken && Items.All(item => item.Outcome is (StoreOutcome.Stored or StoreOutcome.AlreadyStored) and { HasFaults: false });
            return clean ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        }
    }

    /// <summary>The Store Instances Response Module.</summary>
    /// <param name="service">The service's address, <c>http://host/dicom-web</c>.</param>
    public DataSet ToDataSet(string service)
    {
        var studies = Items.Where(item => item.IsKept).Select(item => item.Identity?.StudyInstanceUid).Distinct().ToList();
        var answer = new DataSet();
        if (studies is [{ } study]) answer.SetString(Tags.RetrieveURL, $"{service}/studies/{study}");
        else answer.SetEmpty(Tags.RetrieveURL);
        var failed = Items.Where(item => !item.IsKept && IsNamed(item)).Select(Failed).ToList();
        var kept = Items.Where(item => item.IsKept).Select(item => Kept(item, service)).ToList();
        var others = Items.Where(item => !item.IsKept && !IsNamed(item)).Select(item => new DataSet().SetInt(Tags.FailureReason, ReasonOf(item))).ToList();
        if (BodyWasBroken) others.Add(new DataSet().SetInt(Tags.FailureReason, CannotUnderstand));
        if (failed.Count > 0) answer.SetItems(Tags.FailedSOPSequence, failed);
        if (kept.Count > 0) answer.SetItems(Tags.ReferencedSOPSequence, kept);
        if (others.Count > 0) answer.SetItems(Tags.OtherFailuresSequence, others);
        return answer;
    }

    private static bool IsNamed(StoredItem item) => item.Identity is { SopClassUid: not null, SopInstanceUid: not null };

    private static int ReasonOf(StoredItem item) => ((StoreOutcome.Refused)item.Outcome).Refusal.ToCode();

    private static DataSet Failed(StoredItem item) => Reference(item.Identity!).SetInt(Tags.FailureReason, ReasonOf(item));

    private static DataSet Kept(StoredItem item, string service)
    {
        var id = item.Identity!;
        var path = NonPatientKinds.Of(id.SopClassUid!.Value) is { } kind ? $"{kind}/{id.SopInstanceUid}" : $"studies/{id.StudyInstanceUid}/series/{id.SeriesInstanceUid}/instances/{id.SopInstanceUid}";
        var reference = Reference(id).SetString(Tags.RetrieveURL, $"{service}/{path}");
        return item.Outcome is StoreOutcome.KeptAside or { HasFaults: true } ? reference.SetInt(Tags.WarningReason, DoesNotMatch) : reference;
    }

    private static DataSet Reference(InstanceIdentity id) =>
        new DataSet().SetUid(Tags.ReferencedSOPClassUID, id.SopClassUid!.Value).SetUid(Tags.ReferencedSOPInstanceUID, id.SopInstanceUid!.Value);
}
