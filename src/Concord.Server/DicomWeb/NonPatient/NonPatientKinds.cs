using Concord.Dicom.DataElements;

namespace Concord.Server.DicomWeb.NonPatient;

/// <summary>The resources of PS3.18 Table 12.1.1-1 and the SOP classes of their objects.</summary>
internal static class NonPatientKinds
{
    public static IReadOnlyDictionary<string, IReadOnlyList<Uid>> All { get; } = new Dictionary<string, IReadOnlyList<Uid>>
    {
        ["color-palettes"] = Classes("1.2.840.10008.5.1.4.39.1"),
        ["defined-procedure-protocols"] = Classes("1.2.840.10008.5.1.4.1.1.200.1", "1.2.840.10008.5.1.4.1.1.200.7"),
        ["protocol-approvals"] = Classes("1.2.840.10008.5.1.4.1.1.200.3"),
        ["hanging-protocols"] = Classes("1.2.840.10008.5.1.4.38.1"),
        ["implant-templates"] = Classes("1.2.840.10008.5.1.4.43.1", "1.2.840.10008.5.1.4.44.1", "1.2.840.10008.5.1.4.45.1"),
        ["inventories"] = Classes("1.2.840.10008.5.1.4.1.1.201.1"),
    };

    /// <summary>The resource below the service's root; null for objects of patients.</summary>
    public static string? Of(Uid sopClass) => All.FirstOrDefault(kind => kind.Value.Contains(sopClass)).Key;

    private static List<Uid> Classes(params string[] uids) => [.. uids.Select(Uid.Parse)];
}
