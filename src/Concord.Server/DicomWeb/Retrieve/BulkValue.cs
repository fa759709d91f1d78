using Concord.Dicom.Encoding;
using Concord.Server.DicomWeb.Answers;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>A value that metadata left out.</summary>
/// <param name="TransferSyntax">Of pixel data as it is sent; else Explicit VR Little Endian.</param>
/// <param name="MediaType">What it is, when it is more than bytes.</param>
/// <param name="Bodies">One, or one a frame for encapsulated images.</param>
internal sealed record BulkValue(TransferSyntax TransferSyntax, string MediaType, IReadOnlyList<IReadOnlyList<Segment>> Bodies);
