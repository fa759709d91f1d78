using Concord.Network.ServiceClasses;

namespace Concord.Cli.Retrieving;

/// <summary>Takes what a C-GET brings into files: <c>DIR/Study/Series/Instance.dcm</c>, the data set's bytes as they came.</summary>
/// <param name="source">AE title that stands as the source in each file.</param>
internal sealed class FileSink(string folder, string source) : IStorageProvider
{
    private long _number, _files, _bytes;

    public long Files => Interlocked.Read(ref _files);

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Why the first file that could not be kept was not kept.</summary>
    public string? FirstFailure { get; private set; }

    public ValueTask<IIncomingObject> Begin(StoreRequest request, AssociationPeer peer, CancellationToken cancel)
    {
        var part = Path.Combine(folder, $".{Interlocked.Increment(ref _number)}-{Environment.ProcessId}.part");
        return ValueTask.FromResult<IIncomingObject>(new IncomingFile(this, request, folder, part, source));
    }

    internal void Kept(long bytes)
    {
        Interlocked.Increment(ref _files);
        Interlocked.Add(ref _bytes, bytes);
    }

    internal void Failed(string reason) => FirstFailure ??= reason;
}
