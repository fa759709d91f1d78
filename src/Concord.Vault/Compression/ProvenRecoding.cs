using Concord.Vault.Bundles;

namespace Concord.Vault.Compression;

/// <summary>Compresses the objects of one bundle that the policy takes, and believes only what it has seen: each is restored from what is to be kept, and held to the original byte for
/// byte, before anything is kept of it.</summary>
/// <param name="modality">Of the bundle's series.</param>
/// <param name="waitForQuiet">Until what is received has gone first.</param>
internal sealed class ProvenRecoding(IObjectCompressor compressor, CompressionPolicy policy, CompressionOptions options, string modality, Func<CancellationToken, Task> waitForQuiet) : IObjectRecoding
{
    /// <summary>Why a compressed object was not kept: restored, it was another.</summary>
    private const string NotIdentical = "not-identical";

    private const string TooLarge = "too-large";
    private readonly Dictionary<string, int> _refused = new(StringComparer.Ordinal);

    /// <summary>What was done so far.</summary>
    public CompressionResult Sum { get; private set; } = CompressionResult.None;

    public bool Wants(SealedEntry known, EntryRecord record)
    {
        if (known.Kind != EntryKind.Instance || known.Original is not null || known.PixelDataOffset < 0 || !compressor.Takes(known.Entry.TransferSyntax)) return false;
        if (!policy.IsTaken(record.Origin.CallingAeTitle, modality)) return false;
        if (known.Entry.PartTenLength <= options.MaxObjectBytes) return true;
        Refuse(TooLarge);
        return false;
    }

    public async Task<CompressedObject?> Recode(SealedEntry known, EntryRecord record, ReadOnlyMemory<byte> partTen, CancellationToken cancel)
    {
        await waitForQuiet(cancel);
        var attempt = await compressor.Compress(partTen, cancel);
        if (attempt.Object is not { } made)
        {
            Refuse(attempt.Refusal);
            return null;
        }
        if (!await GivesBack(made, partTen, cancel))
        {
            Refuse(NotIdentical);
            return null;
        }
        var kept = made.PartTen.Length + made.Recipe.Length;
        Sum = Sum with { Objects = Sum.Objects + 1, BytesBefore = Sum.BytesBefore + partTen.Length, BytesAfter = Sum.BytesAfter + kept };
        CompressionMetrics.CountCompressed(partTen.Length, kept);
        return made;
    }

    private async Task<bool> GivesBack(CompressedObject made, ReadOnlyMemory<byte> partTen, CancellationToken cancel)
    {
        try
        {
            return (await compressor.Restore(made.PartTen, made.Recipe, partTen.Length, isBackground: true, cancel)).AsSpan().SequenceEqual(partTen.Span);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private void Refuse(string why)
    {
        _refused[why] = _refused.GetValueOrDefault(why) + 1;
        Sum = Sum with { Refused = _refused };
        CompressionMetrics.CountRefused(why);
    }
}
