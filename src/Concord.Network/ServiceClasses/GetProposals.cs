using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>The presentation contexts of a C-GET (PS3.4 §C.4.3): the retrieve class, then for each storage class native syntaxes and, as far as
/// there is room, Big Endian and each compressed one in a context of its own, so that what lies so can come as it lies. Big Endian is offered in any case.</summary>
internal static class GetProposals
{
    /// <summary>Hanging protocols, palettes, implant templates, protocols, inventories (PS3.4 §GG): few objects, and nobody names their classes.</summary>
    private static readonly Uid[] NonPatientClasses =
    [
        .. new[] { "38.1", "39.1", "43.1", "44.1", "45.1", "1.1.200.1", "1.1.200.3", "1.1.200.7", "1.1.201.1" }.Select(arc => Uid.Parse("1.2.840.10008.5.1.4." + arc)),
    ];

    private static readonly Uid[] CommonClasses = [.. new[]
    {
        "1.1", "1.1.1", "1.1.1.1", "1.2", "1.2.1", "1.2.2", "1.3", "1.3.1", "1.4", "1.4.1", "1.4.2", "1.4.3", "1.4.4", "1.5", "1.6", "1.6.1", "1.6.2", "1.7",
        "1.7.1", "1.7.2", "1.7.3", "1.7.4", "1.9.1.1", "1.9.1.2", "1.9.1.3", "1.9.2.1", "1.9.3.1", "1.11.1", "1.11.2", "1.12.1", "1.12.1.1", "1.12.2",
        "1.12.2.1", "1.13.1.1", "1.13.1.2", "1.13.1.3", "1.20", "1.30", "1.66", "1.66.1", "1.66.2", "1.66.4", "1.66.5", "1.77.1.1", "1.77.1.1.1", "1.77.1.2",
        "1.77.1.4", "1.77.1.4.1", "1.77.1.5.1", "1.77.1.5.4", "1.77.1.6", "1.88.11", "1.88.22", "1.88.33", "1.88.34", "1.88.50", "1.88.59", "1.88.65",
        "1.88.67", "1.104.1", "1.104.2", "1.128", "1.130", "1.481.1", "1.481.2", "1.481.3", "1.481.4", "1.481.5", "1.481.8", "1.1.2", "1.1.2.1", "1.1.3",
        "1.1.3.1", "1.1.1.2",
    }.Select(arc => Uid.Parse("1.2.840.10008.5.1.4.1." + arc)).Concat(NonPatientClasses).Where(uid => StorageSopClasses.IodOf(uid) is not null).Distinct()];

    /// <summary>The common ones first, then every other of the table, for retrieves that name few classes.</summary>
    private static readonly TransferSyntax[] Alone = [.. new[]
    {
        "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.80",
        "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202",
        "1.2.840.10008.1.2.4.203", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.102", "1.2.840.10008.1.2.4.100",
    }.Select(uid => TransferSyntax.Of(Uid.Parse(uid)))
        .Concat(TransferSyntax.All.Where(syntax => syntax.IsEncapsulated).OrderBy(syntax => syntax.Uid.ToString(), StringComparer.Ordinal)).Distinct()];

    private static readonly IReadOnlyList<TransferSyntax> AnyNative = [.. ContextProposal.Native, TransferSyntax.ExplicitVrBigEndian];

    /// <param name="storageClasses">Empty takes the common classes.</param>
    internal static IReadOnlyList<ContextProposal> Build(Uid retrieveClass, IReadOnlyCollection<Uid> storageClasses)
    {
        var classes = storageClasses.Count > 0 ? storageClasses.Distinct().Take(AssociatePduReader.MaxContexts - 1).ToArray() : CommonClasses;
        var proposals = new List<ContextProposal> { new(retrieveClass, ContextProposal.Native) };
        proposals.AddRange(classes.Select(uid => new ContextProposal(uid, AnyNative, AsScp: true)));
        foreach (var syntax in Alone)
            proposals.AddRange(classes.Take(AssociatePduReader.MaxContexts - proposals.Count).Select(uid => new ContextProposal(uid, [syntax], AsScp: true)));
        return proposals;
    }
}
