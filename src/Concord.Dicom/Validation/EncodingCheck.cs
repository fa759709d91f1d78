using System.Buffers;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;

namespace Concord.Dicom.Validation;

/// <summary>What only the bytes tell, and a data set in memory no more: order, repetition, odd lengths (PS3.5 §7.1).</summary>
internal static class EncodingCheck
{
    /// <param name="data">The encoded data set; Deflated as it lies.</param>
    /// <exception cref="DicomFormatException">The bytes are no data set in this transfer syntax.</exception>
    public static List<Finding> Of(ReadOnlyMemory<byte> data, TransferSyntax syntax, int maxFindings)
    {
        if (syntax.IsDeflated) data = Deflated.Inflate(data, DataSetReadOptions.Default.MaxInflatedBytes);
        var reader = new DicomTokenReader(new ReadOnlySequence<byte>(data), isFinalBlock: true, new DicomTokenState(syntax));
        var findings = new List<Finding>();
        var open = new Stack<OpenItem>([new OpenItem(null)]);
        while (findings.Count < maxFindings && reader.Read())
        {
            switch (reader.TokenType)
            {
                case DicomTokenType.Element or DicomTokenType.SequenceStart or DicomTokenType.FragmentsStart:
                    OfElement(ref reader, open.Peek(), findings);
                    break;
                case DicomTokenType.ItemStart:
                    open.Push(new(new(open.Peek().Path, reader.Tag, open.Peek().Items++)));
                    break;
                case DicomTokenType.ItemEnd:
                    open.Pop();
                    break;
                case DicomTokenType.Fragment when (reader.Length & 1) != 0:
                    findings.Add(Odd(open.Peek().Path, reader.Tag));
                    break;
            }
        }
        return findings;
    }

    private static void OfElement(ref DicomTokenReader reader, OpenItem at, List<Finding> findings)
    {
        var tag = reader.Tag;
        at.Items = 0;
        if (reader.TokenType == DicomTokenType.Element && (reader.Length & 1) != 0) findings.Add(Odd(at.Path, tag));
        if (at.Last is { } last && tag == last)
            findings.Add(new(FindingSeverity.Error, FindingRule.DuplicateTag, tag, ItemPath.Of(at.Path, tag), "PS3.5 7.1", "stands twice; the first counts"));
        else if (at.Last is { } before && tag < before)
            findings.Add(new(FindingSeverity.Error, FindingRule.TagOrder, tag, ItemPath.Of(at.Path, tag), "PS3.5 7.1", $"stands behind {before}"));
        at.Last = tag;
    }

    private static Finding Odd(ItemPath? path, Tag tag) =>
        new(FindingSeverity.Error, FindingRule.OddLength, tag, ItemPath.Of(path, tag), "PS3.5 7.1.1", "the length of the value is odd");

    /// <summary>A data set or item that is being read.</summary>
    private sealed class OpenItem(ItemPath? path)
    {
        public ItemPath? Path { get; } = path;

        public Tag? Last { get; set; }

        /// <summary>Items of its last sequence so far.</summary>
        public int Items { get; set; }
    }
}
