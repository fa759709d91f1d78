namespace Concord.Dicom.Encoding;

/// <summary>Where the values of a data set that is being read come to lie.</summary>
internal abstract class ValueKeeper
{
    /// <summary>The value of the token that the reader stands on.</summary>
    public abstract ReadOnlyMemory<byte> Keep(ref DicomTokenReader reader);
}

/// <summary>Values are slices of the input, which lies in one piece.</summary>
internal sealed class BorrowedValues(ReadOnlyMemory<byte> data) : ValueKeeper
{
    public override ReadOnlyMemory<byte> Keep(ref DicomTokenReader reader) => data.Slice((int)reader.ValueOffset, (int)reader.Length);
}
