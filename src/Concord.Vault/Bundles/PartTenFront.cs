using System.Buffers;
using Concord.Dicom.Files;

namespace Concord.Vault.Bundles;

/// <summary>Preamble and File Meta Information that Concord writes before each data set (PS3.10 §7.1). One user at a time.</summary>
internal sealed class PartTenFront
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);

    /// <summary>The bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(AppendRequest request)
    {
        _buffer.ResetWrittenCount();
        new FileMeta(request.SopClassUid, request.SopInstanceUid, request.TransferSyntax)
        {
            SourceApplicationEntityTitle = request.Origin.CallingAeTitle,
        }.Write(_buffer);
        return _buffer.WrittenSpan;
    }
}
