using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Imaging;
using Concord.Network.ServiceClasses;
using Concord.Vault.Bundles;

namespace Concord.Server.Retrieve;

/// <summary>A stored object on its way out: the bytes as they lie, or put into another syntax.</summary>
internal sealed class StoredObject(BundleEntry entry, BundleReader bundles, ObjectForms forms) : IOutgoingObject
{
    public BundleEntry Entry => entry;

    public Uid SopClassUid => entry.SopClassUid;

    public Uid SopInstanceUid => entry.SopInstanceUid;

    public TransferSyntax TransferSyntax => entry.TransferSyntax;

    public TransferSyntax CameIn => (forms.OriginalOf(entry) ?? entry).TransferSyntax;

    /// <summary>Compressed syntaxes are for images.</summary>
    public bool MayBecome(TransferSyntax target) =>
        forms.MayBecome(entry, target) && (!target.IsEncapsulated || StorageSopClasses.IodOf(entry.SopClassUid)?.Contains("Image", StringComparison.Ordinal) == true);

    public async ValueTask<Stream?> OpenDataSet(TransferSyntax transferSyntax, CancellationToken cancel)
    {
        try
        {
            if (transferSyntax.Uid == entry.TransferSyntax.Uid) return bundles.OpenDataSet(entry);
            return await forms.Open(entry, transferSyntax, cancel);
        }
        catch (FrameException failed)
        {
            throw new UnsendableException(failed.Message, isTransient: failed.Failure is FrameFailure.Busy or FrameFailure.Unavailable);
        }
        catch (DicomFormatException)
        {
            throw new UnsendableException("The object is not well formed and cannot be corrected", isTransient: false);
        }
        catch (BadHttpRequestException tooLarge)
        {
            throw new UnsendableException(tooLarge.Message, isTransient: false);
        }
    }
}
