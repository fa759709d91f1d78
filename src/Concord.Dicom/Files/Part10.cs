using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Files;

/// <summary>The DICOM file format (PS3.10 §7), and what is met in its place: no preamble, no File Meta Information.</summary>
public static class Part10
{
    /// <summary>Where the data set starts and in which syntax, from the first bytes of a file.</summary>
    /// <param name="start">The file's first bytes; 64 KiB suffice for any sane file.</param>
    /// <param name="isWhole">No more bytes follow.</param>
    /// <param name="head">The group 0002 elements (empty when there are none), the syntax (guessed when there is no meta) and the offset of the data set.</param>
    /// <returns>False when more bytes are needed; never when <paramref name="isWhole"/>.</returns>
    /// <exception cref="DicomFormatException">This is no DICOM file.</exception>
    public static bool TryReadHead(ReadOnlySequence<byte> start, bool isWhole, out Part10Head head) => throw new NotImplementedException();

    /// <summary>Reads a whole file from memory; values borrow from <paramref name="file"/>.</summary>
    /// <exception cref="DicomFormatException">This is no DICOM file, or its data set is damaged.</exception>
    public static (Part10Head Head, DataSet DataSet) Read(ReadOnlyMemory<byte> file, DataSetReadOptions? options = null) => throw new NotImplementedException();

    /// <summary>A whole file: preamble, meta of the data set's SOP class and instance, data set.</summary>
    public static byte[] ToArray(DataSet dataSet, TransferSyntax transferSyntax) => throw new NotImplementedException();
}
