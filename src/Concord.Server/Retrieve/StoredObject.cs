using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network.ServiceClasses;
using Concord.Vault.Bundles;

namespace Concord.Server.Retrieve;

/// <summary>A stored object on its way out: the bytes as they lie, or put into another native syntax.</summary>
internal sealed class StoredObject(BundleEntry entry, BundleReader bundles, Reencoder reencoder) : IOutgoingObject
{
    public Uid SopClassUid => entry.SopClassUid;

    public Uid SopInstanceUid => entry.SopInstanceUid;

    public TransferSyntax TransferSyntax => entry.TransferSyntax;

    public async ValueTask<Stream?> OpenDataSet(TransferSyntax transferSyntax, CancellationToken cancel)
    {
        if (transferSyntax.Uid == entry.TransferSyntax.Uid) return bundles.Open(entry.BundleId, entry.DataSetOffset, entry.DataSetLength);
        return await reencoder.TryReencode(entry, transferSyntax, cancel) is { } bytes ? new MemoryStream(bytes, writable: false) : null;
    }
}
