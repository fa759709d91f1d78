using System.Buffers;
using Concord.Dicom.Encoding;
using Concord.Fuzz.Engine;
using Concord.Fuzz.Mutation;

namespace Concord.Fuzz.Targets;

/// <summary>The token reader over blocks: the same tokens, or the same fault, wherever the input is cut; and no more tokens than bytes can hold.</summary>
internal sealed class TokenTarget(string name, TransferSyntax syntax) : FuzzTarget
{
    private const int MinTokenBytes = 8;

    public override string Name => name;

    public override IEnumerable<byte[]> Seeds() => Samples.All.Select(dataSet => DataSetWriter.ToArray(dataSet, syntax));

    public override IReadOnlyList<Mutator> Mutators => new ElementMutators(syntax).All;

    public override void Run(byte[] input, CoverageMap seen)
    {
        var whole = Tokens(input, Math.Max(1, input.Length), seen);
        var block = 1 + (input.Length == 0 ? 0 : input[0] % 61);
        var inBlocks = Tokens(input, block, null);
        FuzzException.Require(whole == inBlocks, $"tokens differ in blocks: of {block} bytes: {whole} and {inBlocks}");
        CheckHead(input, block);
    }

    private void CheckHead(byte[] input, int block)
    {
        try
        {
            DataSetHead.TryRead(Pieces.Of(input, block), syntax, 1 << 20, isWhole: false, out _, out _);
            DataSetHead.TryRead(Pieces.Of(input, block), syntax, 1 << 20, isWhole: true, out var head, out var pixelDataOffset);
            FuzzException.Require(head is not null && pixelDataOffset < input.Length, "a head that is whole is not there");
        }
        catch (DicomFormatException)
        {
            return; // refused, as it may be
        }
    }

    /// <summary>Hash of all tokens up to the end or the fault, and how many.</summary>
    private (int Hash, int Count, string? Fault) Tokens(byte[] input, int block, CoverageMap? seen)
    {
        var (hash, count) = (17, 0);
        var state = new DicomTokenState(syntax);
        try
        {
            for (int at = 0, end = Math.Min(block, input.Length); ;)
            {
                var reader = new DicomTokenReader(new ReadOnlySequence<byte>(input, at, end - at), end == input.Length, state);
                while (reader.Read())
                {
                    seen?.Note(((int)reader.TokenType << 16) | (int)reader.Vr);
                    hash = HashCode.Combine(hash, reader.TokenType, reader.Tag, reader.Vr, reader.Length, reader.TokenOffset, reader.Depth);
                    FuzzException.Require(++count <= (2 * input.Length / MinTokenBytes * 2) + 8, "more tokens than bytes");
                }
                if (end == input.Length) return (hash, count, null);
                state = reader.CurrentState;
                at = (int)state.BytesConsumed;
                end = Math.Min(input.Length, end + block);
            }
        }
        catch (DicomFormatException fault)
        {
            seen?.Note(fault.Message);
            return (0, 0, "fault"); // where it is told may differ: a length that reaches behind the data, only with the last block
        }
    }
}
