using Concord.Dicom.DataElements;

namespace Concord.Vault.Bundles;

/// <summary>What a bundle belongs to: series UIDs do repeat across studies.</summary>
internal readonly record struct SeriesKey(Uid Study, Uid Series);
