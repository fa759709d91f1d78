using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;
using Concord.Trust.Identity;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;

namespace Concord.Fuzz.Targets;

/// <summary>Bundle files after a crash or a bad disk: every byte is in an entry, the trailer, or set aside, and none in two.</summary>
internal sealed class BundleTarget : FuzzTarget, IDisposable
{
    private readonly ScratchFile _file = new("bundle.zip");

    public override string Name => "bundle";

    public override (long PerByte, long Constant) Allocation => (4096, 16 << 20);

    public override IEnumerable<byte[]> Seeds()
    {
        var output = new MemoryStream();
        for (var number = 1; number <= 3; number++)
        {
            var file = Part10.ToArray(Samples.All[0], TransferSyntax.ExplicitVrLittleEndian);
            var origin = new Origin(OriginKind.Dimse, "A", "B", "127.0.0.1", DateTimeOffset.UnixEpoch, ["HOP"]);
            var record = new EntryRecord(EntryKind.Instance, number, Uid.Parse("2.25.2"), Uid.Parse("2.25.3"), Uid.Parse($"2.25.{number}"), Uid.Parse("1.2.840.10008.5.1.4.1.1.7"),
                TransferSyntax.ExplicitVrLittleEndian, 300, origin);
            var header = new byte[LocalHeader.MaxLength];
            output.Write(header.AsSpan(0, LocalHeader.Write(header, $"2.25.{number}.dcm", Crc32.Append(0, file), file.Length, record)));
            output.Write(file);
            yield return output.ToArray();
        }
    }

    public override IReadOnlyList<Mutator> Mutators => [ByteMutators.Tokens("PK\u0003\u0004"u8.ToArray(), [0, 0, 0, 0], [0xC0, 0xD1]), RepairHeaders, RepairHeaders];

    public override void Run(byte[] input, CoverageMap seen)
    {
        using var file = File.OpenHandle(_file.Write(input));
        seen.Note(SealedIndexCodec.TryRead(file) is null ? 1 : 2);
        foreach (var checkData in new[] { true, false })
        {
            var scan = BundleScan.Of(file, checkData);
            seen.NoteSize(scan.Entries.Count);
            seen.NoteSize(scan.Damaged.Count);
            var parts = scan.Entries.Select(entry => (Start: entry.Offset, entry.End)).Concat(scan.Damaged.Select(range => (Start: range.Offset, End: range.Offset + range.Length))).Order().ToList();
            var at = 0L;
            foreach (var (start, end) in parts)
            {
                FuzzException.Require(start == at && end > start, "bytes in no entry, or in two");
                at = end;
            }
            FuzzException.Require(at == Math.Min(scan.TrailerOffset, input.Length), "bytes at the end are in nothing");
        }
    }

    /// <summary>Sets the CRC of headers right, so that what they say counts.</summary>
    private static byte[] RepairHeaders(byte[] input, byte[] other, Random random)
    {
        var copy = ByteMutators.All[random.Next(ByteMutators.All.Count)](input, other, random).ToArray();
        for (var at = 0; at + ZipFormat.LocalFixedLength < copy.Length && copy.AsSpan(at).IndexOf("PK\u0003\u0004"u8) is var hit and >= 0; at++)
        {
            at += hit;
            if (at + ZipFormat.LocalFixedLength > copy.Length) break;
            var end = ZipFormat.LocalFixedLength + BinaryPrimitives.ReadUInt16LittleEndian(copy.AsSpan(at + 26)) + BinaryPrimitives.ReadUInt16LittleEndian(copy.AsSpan(at + 28));
            if (at + end > copy.Length || end < 40) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(at + end - 4), Crc32.Append(0, copy.AsSpan(at, end - 4)));
        }
        return copy;
    }

    public void Dispose() => _file.Dispose();
}
