using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Server.Settings;
using Concord.Vault.Bundles;

namespace Concord.Server.Retrieve;

/// <summary>Puts stored objects from one native transfer syntax into another (PS3.5 §A.1, §A.2, §A.3, §A.5); pixels are moved, never decoded.</summary>
/// <remarks>Any number of callers; a few work at once, each within <see cref="DicomWebOptions.MaxReencodeBytes"/>.</remarks>
internal sealed class Reencoder(BundleReader bundles, DicomWebOptions options) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(options.MaxReencodings);

    /// <summary>One of the three native syntaxes, or Deflated: what can be put into each other.</summary>
    public static bool IsNative(TransferSyntax syntax) =>
        syntax == TransferSyntax.ImplicitVrLittleEndian || syntax == TransferSyntax.ExplicitVrLittleEndian
        || syntax == TransferSyntax.ExplicitVrBigEndian || syntax == TransferSyntax.DeflatedExplicitVrLittleEndian;

    /// <summary>True when the entry can be given in that syntax.</summary>
    public bool Can(BundleEntry entry, TransferSyntax target) =>
        entry.TransferSyntax == target || (IsNative(entry.TransferSyntax) && IsNative(target) && entry.DataSetLength <= options.MaxReencodeBytes);

    /// <summary>The data set in the other syntax; null when that cannot be done: compressed pixels, too many bytes, or bytes that are no whole data set.</summary>
    public async Task<byte[]?> TryReencode(BundleEntry entry, TransferSyntax target, CancellationToken cancel)
    {
        if (!Can(entry, target)) return null;
        await _slots.WaitAsync(cancel);
        try
        {
            return DataSetWriter.ToArray(await Read(entry, cancel), target);
        }
        catch (DicomFormatException)
        {
            return null; // kept as it came, though not well formed: it can be given only as it lies
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>The whole data set in memory; null when it has too many bytes or is not well formed.</summary>
    public async Task<DataSet?> TryRead(BundleEntry entry, CancellationToken cancel)
    {
        if (entry.DataSetLength > options.MaxReencodeBytes) return null;
        await _slots.WaitAsync(cancel);
        try
        {
            return await Read(entry, cancel);
        }
        catch (DicomFormatException)
        {
            return null;
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<DataSet> Read(BundleEntry entry, CancellationToken cancel)
    {
        await using var stream = bundles.OpenDataSet(entry);
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancel);
        return DataSetReader.Read(bytes, entry.TransferSyntax, new DataSetReadOptions { MaxInflatedBytes = options.MaxReencodeBytes });
    }

    public void Dispose() => _slots.Dispose();
}
