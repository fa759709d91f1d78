using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;
using Concord.Vault.Receive;

namespace Concord.Vault.Bundles;

/// <summary>One parsed object on its way into a bundle. Its memory stays the caller's until <see cref="WaitForAnswer"/> has come.</summary>
internal sealed class AppendRequest
{
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public required SeriesKey Key { get; init; }

    public required Uid SopInstanceUid { get; init; }

    public required Uid SopClassUid { get; init; }

    public required TransferSyntax TransferSyntax { get; init; }

    public required Origin Origin { get; init; }

    /// <summary>What the index keeps of it.</summary>
    public required DataSet Head { get; init; }

    /// <summary>The data set's bytes; empty when they are in <see cref="Spool"/>.</summary>
    public ReadOnlySequence<byte> DataSet { get; init; }

    public SpoolFile? Spool { get; init; }

    /// <summary>Offset of the data set in what was received.</summary>
    public required long DataSetOffset { get; init; }

    public required long DataSetLength { get; init; }

    /// <summary>CRC-32 of the data set's bytes.</summary>
    public required uint DataSetCrc { get; init; }

    /// <summary>What became of it. Not cancellable: until it is known the appender may be using the object's memory.</summary>
#pragma warning disable VSTHRD003 // completed by the appender's thread, which never waits for who asks
    public Task<AppendResult> WaitForAnswer() => _done.Task;
#pragma warning restore VSTHRD003

    public void Complete(AppendResult result) => _done.TrySetResult(result);

    /// <summary>The same object for another bundle.</summary>
    public AppendRequest Again() => new()
    {
        Key = Key,
        SopInstanceUid = SopInstanceUid,
        SopClassUid = SopClassUid,
        TransferSyntax = TransferSyntax,
        Origin = Origin,
        Head = Head,
        DataSet = DataSet,
        Spool = Spool,
        DataSetOffset = DataSetOffset,
        DataSetLength = DataSetLength,
        DataSetCrc = DataSetCrc,
    };
}
