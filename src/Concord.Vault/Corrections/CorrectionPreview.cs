using Concord.Dicom.DataElements;

namespace Concord.Vault.Corrections;

/// <summary>What a correction would change in one study.</summary>
/// <param name="Series">Series that it would be laid over.</param>
/// <param name="Instances">Their instances.</param>
/// <param name="Before">What the archive says of the attributes now: of the first of the series.</param>
/// <param name="After">What it would say.</param>
/// <param name="Differing">Attributes of which the series do not all say the same now.</param>
/// <param name="Joins">The patient that the study would then belong to, where that is another one that is known already; null otherwise.</param>
public sealed record CorrectionPreview(Uid Study, int Series, long Instances, DataSet Before, DataSet After, IReadOnlyList<Tag> Differing, JoinedPatient? Joins);

/// <summary>A patient that a study would come to.</summary>
public sealed record JoinedPatient(string PatientId, string Issuer, string Name, long Studies);
