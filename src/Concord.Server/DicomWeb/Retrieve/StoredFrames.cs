using Concord.Dicom.Encoding;
using Concord.Server.DicomWeb.Answers;

namespace Concord.Server.DicomWeb.Retrieve;

/// <summary>The frames of one object.</summary>
/// <param name="TransferSyntax">In which they are sent.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Frame">The bytes of a frame, counted from 0.</param>
internal sealed record StoredFrames(TransferSyntax TransferSyntax, int Count, Func<int, IReadOnlyList<Segment>> Frame);
