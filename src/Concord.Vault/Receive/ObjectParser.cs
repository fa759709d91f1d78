using System.Buffers;
using System.IO.Compression;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;

namespace Concord.Vault.Receive;

/// <summary>Step 1 of receiving: parses the head once, finds the identifiers, and refuses what is no object, not whole, or not what was announced.</summary>
internal static class ObjectParser
{
    private const int MaxMetaBytes = 1 << 20;

    /// <summary>The object, or why it is refused. Blocking when it lies in a spool file.</summary>
    public static (ReceivedObject? Object, StoreOutcome.Refused? Refused) Parse(IncomingInstance incoming, ReadOnlySequence<byte> inMemory, VaultOptions options)
    {
        try
        {
            var (syntax, offset) = incoming.TransferSyntax is { } announced ? (announced, 0) : ReadFileHead(incoming, inMemory);
            ByteSource source = incoming.Spool is { } spool
                ? new ByteSource.Spooled(spool, offset, incoming.Length - offset)
                : new ByteSource.Memory(inMemory.Slice(offset));
            var (head, pixelDataOffset) = HeadReader.Read(source, syntax, options.MaxHeadBytes);
            incoming.Identity = new(head.GetUid(Tags.StudyInstanceUID), head.GetUid(Tags.SeriesInstanceUID), head.GetUid(Tags.SOPInstanceUID), head.GetUid(Tags.SOPClassUID));
            if (Mismatch(incoming, incoming.Identity) is { } tag) return (null, new(Refusal.DataSetDoesNotMatch, $"{tag} is missing, no UID, or not what was announced.", tag));
            if (FindTruncation(source, syntax, pixelDataOffset, options.MaxInflatedBytes) is { } fault) return (null, new(Refusal.CannotUnderstand, fault, Tags.PixelData));
            return (Identified(incoming, inMemory, syntax, offset, source, head), null);
        }
        catch (DicomFormatException error)
        {
            return (null, new(Refusal.CannotUnderstand, error.Message, error.Tag));
        }
    }

    private static (TransferSyntax Syntax, long DataSetOffset) ReadFileHead(IncomingInstance incoming, ReadOnlySequence<byte> inMemory)
    {
        if (incoming.Spool is { } spool)
        {
            var start = new byte[(int)Math.Min(MaxMetaBytes, incoming.Length)];
            var read = new ByteSource.Spooled(spool, 0, incoming.Length).Read(start, 0);
            inMemory = new(start, 0, read);
        }
        if (!Part10.TryReadHead(inMemory, inMemory.Length == incoming.Length, out var head)) throw new DicomFormatException("The File Meta Information does not end.");
        return (head.TransferSyntax, head.DataSetOffset);
    }

    /// <summary>The first identifier that is missing, no UID, or not the announced one.</summary>
    private static Tag? Mismatch(IncomingInstance incoming, InstanceIdentity identity)
    {
        if (identity.SopClassUid is not { } sopClass || (incoming.AnnouncedSopClassUid is { } announcedClass && announcedClass != sopClass)) return Tags.SOPClassUID;
        if (identity.SopInstanceUid is not { } instance || (incoming.AnnouncedSopInstanceUid is { } announced && announced != instance)) return Tags.SOPInstanceUID;
        if (incoming.AnnouncedStudyInstanceUid is { } study && study != identity.StudyInstanceUid) return Tags.StudyInstanceUID;
        if (NonPatientObjects.KeyOf(sopClass) is not null) return null;
        if (identity.StudyInstanceUid is null) return Tags.StudyInstanceUID;
        return identity.SeriesInstanceUid is null ? Tags.SeriesInstanceUID : null;
    }

    private static string? FindTruncation(ByteSource source, TransferSyntax syntax, long pixelDataOffset, long maxInflatedBytes)
    {
        if (syntax.IsDeflated) return CheckDeflated(source, syntax, maxInflatedBytes);
        return pixelDataOffset >= 0 && PixelDataPlace.Read(source, syntax, pixelDataOffset, walk: true) is not { IsTruncated: false } ? "The data end inside the pixel data." : null;
    }

    /// <summary>Inflates to the end, keeping nothing, so that a stream that breaks off later is not acknowledged.</summary>
    private static string? CheckDeflated(ByteSource source, TransferSyntax syntax, long maxInflatedBytes)
    {
        var state = new DicomTokenState(syntax);
        using var inflate = new DeflateStream(new ByteSourceStream(source), CompressionMode.Decompress);
        var block = ArrayPool<byte>.Shared.Rent(256 << 10);
        try
        {
            var kept = 0;
            for (long total = 0; total < maxInflatedBytes;)
            {
                var read = inflate.Read(block, kept, block.Length - kept);
                total += read;
                var reader = new DicomTokenReader(new(block, 0, kept + read), isFinalBlock: read == 0, state);
                while (reader.Read()) { }
                if (read == 0) return null;
                var consumed = (int)(reader.CurrentState.BytesConsumed - state.BytesConsumed);
                state = reader.CurrentState;
                kept = kept + read - consumed;
                block.AsSpan(consumed, kept).CopyTo(block);
            }
            return "The data set inflates to more than its bound.";
        }
        catch (InvalidDataException)
        {
            return "The deflate stream is damaged.";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static ReceivedObject Identified(
        IncomingInstance incoming, ReadOnlySequence<byte> inMemory, TransferSyntax syntax, long offset, ByteSource source, DataSet head)
    {
        var identity = incoming.Identity!;
        var key = NonPatientObjects.KeyOf(identity.SopClassUid!.Value) ?? new SeriesKey(identity.StudyInstanceUid!.Value, identity.SeriesInstanceUid!.Value);
        var crc = offset == 0 ? incoming.Crc : Crc32.WithoutPrefix(incoming.Crc, CrcOfPrefix(incoming, inMemory, offset), source.Length);
        return new(key, identity.SopInstanceUid!.Value, identity.SopClassUid.Value, syntax, head, offset, source, crc);
    }

    private static uint CrcOfPrefix(IncomingInstance incoming, ReadOnlySequence<byte> inMemory, long length)
    {
        var prefix = new byte[length];
        if (incoming.Spool is { } spool) new ByteSource.Spooled(spool, 0, incoming.Length).Read(prefix, 0);
        else inMemory.Slice(0, length).CopyTo(prefix);
        return Crc32.Append(0, prefix);
    }
}
