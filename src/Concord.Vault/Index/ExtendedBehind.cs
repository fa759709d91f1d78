using Concord.Dicom.DataElements;

namespace Concord.Vault.Index;

/// <summary>A series that lacks values of extended tags.</summary>
/// <param name="Version">Up to which tag it has them.</param>
/// <param name="SourceArrival">Of the instance that its row is made of.</param>
internal sealed record ExtendedBehind(long Version, long SeriesKey, Uid Study, Uid Series, long SourceArrival);
