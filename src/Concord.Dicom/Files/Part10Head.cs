using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Files;

/// <summary>What comes before a file's data set.</summary>
/// <param name="Meta">Group 0002, empty when the file has none.</param>
/// <param name="TransferSyntax">As the meta says, or guessed from the first element.</param>
/// <param name="DataSetOffset">Bytes from the file's start.</param>
public sealed record Part10Head(DataSet Meta, TransferSyntax TransferSyntax, long DataSetOffset);
