using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Sources;

/// <summary>An object of a file or ZIP entry as it is offered to a peer: its own data set bytes, in its own transfer syntax.</summary>
/// <remarks>Thousands are looked at ahead of being sent: holds nothing of the file but where its data set starts.</remarks>
internal sealed class SourceObject(SourceEntry entry, Uid sopClass, Uid sopInstance, TransferSyntax transferSyntax, long dataSetOffset) : IOutgoingObject
{
    /// <summary>Largest object that is put into another native syntax: it is held in memory for that.</summary>
    private const int LargestReencoded = 512 << 20;

    private const int SkipBuffer = 32 << 10;

    public SourceEntry Entry => entry;

    public Uid SopClassUid => sopClass;

    public Uid SopInstanceUid => sopInstance;

    public TransferSyntax TransferSyntax => transferSyntax;

    public async ValueTask<Stream?> OpenDataSet(TransferSyntax wanted, CancellationToken cancel)
    {
        if (wanted.Uid == transferSyntax.Uid) return await OpenAsItLies(cancel);
        if (transferSyntax.IsEncapsulated || wanted.IsEncapsulated || entry.Length > LargestReencoded) return null;
        return await Reencode(wanted, cancel);
    }

    private async Task<Stream> OpenAsItLies(CancellationToken cancel)
    {
        var stream = entry.Open();
        try
        {
            await Skip(stream, dataSetOffset, cancel);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async Task<Stream?> Reencode(TransferSyntax wanted, CancellationToken cancel)
    {
        try
        {
            var file = new byte[entry.Length];
            await using (var stream = entry.Open())
            {
                await stream.ReadExactlyAsync(file, cancel);
                if (await stream.ReadAsync(new byte[1], cancel) != 0) throw new IOException("The file became longer."); // the end is where a ZIP entry is checked
            }
            var (_, dataSet) = Part10.Read(file);
            return new MemoryStream(DataSetWriter.ToArray(dataSet, wanted), writable: false);
        }
        catch (FormatException damaged)
        {
            throw new IOException("The data set is damaged.", damaged);
        }
    }

    private static async Task Skip(Stream stream, long bytes, CancellationToken cancel)
    {
        if (stream.CanSeek)
        {
            stream.Position = bytes;
            return;
        }
        var buffer = new byte[(int)Math.Min(bytes, SkipBuffer)];
        while (bytes > 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(bytes, buffer.Length)), cancel);
            if (read == 0) throw new EndOfStreamException("The file became shorter.");
            bytes -= read;
        }
    }
}
