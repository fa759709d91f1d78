using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Imaging.Codecs;
using Concord.Imaging.Transcoding;
using Concord.Server.Settings;

namespace Concord.Server.Describing;

/// <summary>What is claimed, taken from what is running.</summary>
internal sealed class ConformanceStatement(ArchiveSettings settings)
{
    /// <summary>What C-FIND, C-MOVE and C-GET, Verification and Storage Commitment are offered as: name, UID, whether it is a user of the service too.</summary>
    private static readonly (Uid SopClass, bool IsScuToo)[] Services =
    [
        (Uids.Verification, true), (Uids.StorageCommitmentPushModel, true),
        (Uids.PatientRootQueryRetrieveInformationModelFind, true), (Uids.PatientRootQueryRetrieveInformationModelMove, true), (Uids.PatientRootQueryRetrieveInformationModelGet, true),
        (Uids.StudyRootQueryRetrieveInformationModelFind, true), (Uids.StudyRootQueryRetrieveInformationModelMove, true), (Uids.StudyRootQueryRetrieveInformationModelGet, true),
        (Uids.PatientStudyOnlyQueryRetrieveInformationModelFind, false), (Uids.PatientStudyOnlyQueryRetrieveInformationModelMove, false), (Uids.PatientStudyOnlyQueryRetrieveInformationModelGet, false),
    ];

    public ArchiveSettings Settings => settings;

    public string Version => typeof(ConformanceStatement).Assembly.GetName().Version!.ToString(3);

    public IEnumerable<(string Name, string Uid, bool IsScuToo)> ServiceClasses => Services.Select(service => (UidDictionary.NameOf(service.SopClass)!, service.SopClass.ToString(), service.IsScuToo));

    /// <summary>Storage SOP classes that are taken as such; others too, when the settings say so.</summary>
    public IEnumerable<(string Name, string Uid)> StorageClasses => StorageSopClasses.All.Select(uid => (UidDictionary.NameOf(uid) ?? "", uid.ToString())).OrderBy(row => row.Item1, StringComparer.Ordinal);

    /// <summary>Each transfer syntax: kept as it comes, and what else is done with it while the codec program is there.</summary>
    public IEnumerable<(string Name, string Uid, bool IsDecoded, bool IsEncoded)> TransferSyntaxes =>
        TransferSyntax.All.OrderBy(syntax => syntax.Uid.ToString(), StringComparer.Ordinal).Select(syntax => (syntax.Name, syntax.Uid.ToString(), FrameDecoder.Can(syntax),
            Transcoder.Can(TransferSyntax.ExplicitVrLittleEndian, syntax, null, syntax.MayBeLossy ? TranscodeOptions.Lossless with { Encoding = TranscodeOptions.Lossless.Encoding with { IsLossless = false } } : TranscodeOptions.Lossless)));

    /// <summary>False while the codec program is not there: then only native, RLE and deflated frames are decoded.</summary>
    public bool HasCodecs => File.Exists(settings.Imaging.CodecProgram);
}
