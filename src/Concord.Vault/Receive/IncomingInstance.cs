using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Vault.Receive;

/// <summary>An object on its way in: bytes gathered in pooled memory, or in a spool file when they are many or memory is spent.</summary>
public sealed class IncomingInstance : IAsyncDisposable
{
    /// <summary>The syntax of the bytes when they are a bare data set (DIMSE); null when they are a Part 10 file.</summary>
    public TransferSyntax? TransferSyntax { get; init; }

    /// <summary>What the command or the request announced; must agree with the data set.</summary>
    public Uid? AnnouncedSopClassUid { get; init; }

    public Uid? AnnouncedSopInstanceUid { get; init; }

    public Uid? AnnouncedStudyInstanceUid { get; init; }

    /// <summary>What the object calls itself: set by <see cref="InstanceVault.Receive"/> as soon as the head is parsed, whatever the outcome; null when it cannot be parsed.</summary>
    public InstanceIdentity? Identity { get; internal set; }

    /// <summary>Bytes so far.</summary>
    public long Length => throw new NotImplementedException();

    /// <summary>Copies the bytes; waits only while the receive budget is spent and nothing can be spilled.</summary>
    public ValueTask Append(ReadOnlySequence<byte> bytes, CancellationToken cancel) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
