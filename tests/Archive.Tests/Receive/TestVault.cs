using System.Buffers;
using Archive.Tests.Compression;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Trust.Identity;
using Concord.Trust.Policy;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Compression;
using Concord.Vault.Receive;
using Microsoft.Extensions.Logging.Abstractions;

namespace Archive.Tests.Receive;

/// <summary>An archive on a folder of its own.</summary>
internal sealed class TestVault : IAsyncDisposable
{
    private bool _isClosed;

    internal TestVault(InstanceVault vault, string folder = "") => (Vault, Folder) = (vault, folder);

    /// <summary>The data folder; "" where the test knows it.</summary>
    public string Folder { get; }

    public InstanceVault Vault { get; }

    public static async Task<TestVault> Open(string folder, Func<VaultOptions, VaultOptions>? set = null, Action<DiskStep, string>? beforeStep = null, TimeProvider? time = null,
        IObjectCompressor? compressor = null)
    {
        var options = new VaultOptions { Folder = folder, SealAfterSeconds = 3600 };
        var policy = new AccessPolicy(new AccessPolicyOptions());
        return new(await InstanceVault.Open(set?.Invoke(options) ?? options, policy, new Disk(beforeStep), time ?? TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None,
            compressor ?? new TestCompressor()), (set?.Invoke(options) ?? options).Folder);
    }

    public Task<StoreOutcome> Store(DataSet dataSet, TransferSyntax? syntax = null, Origin? origin = null) =>
        Store(Objects.Bytes(dataSet, syntax), syntax ?? TransferSyntax.ExplicitVrLittleEndian, origin: origin);

    /// <summary>Sends bytes in pieces, as a network does.</summary>
    public async Task<StoreOutcome> Store(byte[] bytes, TransferSyntax? syntax, int piece = 16 << 10, Origin? origin = null)
    {
        await using var incoming = Vault.Begin(syntax, origin: origin);
        for (var at = 0; at < bytes.Length; at += piece)
            await incoming.Append(new ReadOnlySequence<byte>(bytes, at, Math.Min(piece, bytes.Length - at)), CancellationToken.None);
        return await Vault.Receive(incoming, origin ?? Objects.Origin, CancellationToken.None);
    }

    /// <summary>The entries of a series, from its bundles as the index knows them.</summary>
    public async Task<List<BundleEntry>> Entries(int series = 1, int study = 1)
    {
        await Vault.Index.WaitUntilCaughtUp(CancellationToken.None);
        var entries = new List<BundleEntry>();
        foreach (var bundle in await Vault.Index.FindBundles(Objects.Study(study), Objects.Series(series), CancellationToken.None))
            entries.AddRange(await Vault.Bundles.ReadEntries(bundle.BundleId, CancellationToken.None));
        return entries;
    }

    /// <summary>As it came, of one that was compressed at rest since.</summary>
    public byte[] CameAs(BundleEntry entry) => DataSetOf(Vault.Bundles.OriginalOf(entry) ?? entry);

    public byte[] DataSetOf(BundleEntry entry)
    {
        using var stream = Vault.Bundles.Open(entry.BundleId, entry.DataSetOffset, entry.DataSetLength);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>May be closed before its scope ends.</summary>
    public ValueTask DisposeAsync()
    {
        if (_isClosed) return ValueTask.CompletedTask;
        _isClosed = true;
        return Vault.DisposeAsync();
    }
}
