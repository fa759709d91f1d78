using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network.ServiceClasses;

namespace Dicom.Tests.Network.Support;

/// <summary>A synthetic object of any size; can be put into the other native syntaxes when it lies in one.</summary>
internal sealed class SampleObject : IOutgoingObject
{
    private readonly DataSet _dataSet;

    internal SampleObject(int number, TransferSyntax? syntax = null, int pixelBytes = 1000, Uid? sopClass = null)
    {
        TransferSyntax = syntax ?? TransferSyntax.ExplicitVrLittleEndian;
        SopClassUid = sopClass ?? Uids.SecondaryCaptureImageStorage;
        SopInstanceUid = Uid.Parse($"2.25.77.{number}");
        var pixels = new byte[pixelBytes];
        new Random(number).NextBytes(pixels);
        _dataSet = new DataSet()
            .SetUid(Tags.SOPClassUID, SopClassUid).SetUid(Tags.SOPInstanceUID, SopInstanceUid).SetString(Tags.PatientName, "Sample^Synthetic")
            .SetUid(Tags.StudyInstanceUID, Uid.Parse("2.25.78")).SetUid(Tags.SeriesInstanceUID, Uid.Parse("2.25.79"));
        _dataSet.Set(TransferSyntax.IsEncapsulated
            ? DataElement.Encapsulated(Tags.PixelData, [ReadOnlyMemory<byte>.Empty, pixels])
            : new DataElement(Tags.PixelData, Vr.OW, pixels));
        Bytes = DataSetWriter.ToArray(_dataSet, TransferSyntax);
    }

    public Uid SopClassUid { get; }

    public Uid SopInstanceUid { get; }

    public TransferSyntax TransferSyntax { get; }

    internal byte[] Bytes { get; }

    /// <summary>When set, reading breaks after this many bytes.</summary>
    internal int? BreaksAfter { get; init; }

    public ValueTask<Stream?> OpenDataSet(TransferSyntax transferSyntax, CancellationToken cancel)
    {
        if (transferSyntax == TransferSyntax) return new(BreaksAfter is { } bytes ? new BreakingStream(Bytes, bytes) : new MemoryStream(Bytes));
        if (TransferSyntax.IsEncapsulated || transferSyntax.IsEncapsulated) return new((Stream?)null);
        return new(new MemoryStream(DataSetWriter.ToArray(_dataSet, transferSyntax)));
    }

    internal byte[] BytesIn(TransferSyntax syntax) => syntax == TransferSyntax ? Bytes : DataSetWriter.ToArray(_dataSet, syntax);

    private sealed class BreakingStream(byte[] bytes, int breaksAfter) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position >= breaksAfter ? throw new IOException("The disk is broken") : base.ReadAsync(buffer[..Math.Min(buffer.Length, 4096)], cancellationToken);
    }
}
