using System.Buffers;
using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Dicom.Encoding;

/// <summary>One writing of one data set: lengths are computed first, in the order in which they are then written.</summary>
internal sealed class EncodingPass
{
    /// <summary>Most levels of sequences that are written, in whatever form: writers call themselves.</summary>
    internal const int MaxDepth = 1024;

    private const uint UndefinedLength = 0xFFFFFFFF;
    private const int CommandGroupLengthSize = 12; // UL, with its header, in whatever VR it was read
    private readonly DataSet _dataSet;
    private readonly bool _isVerbatim;
    private readonly Form _form;
    private readonly List<long> _lengths = []; // of sequences and items of defined length, in the order of their headers
    private int _next;

    /// <summary>Measures the data set; <see cref="Write"/> follows once.</summary>
    public EncodingPass(DataSet dataSet, TransferSyntax syntax)
    {
        _dataSet = dataSet;
        _form = new(syntax.IsExplicitVr, syntax.IsBigEndian);
        _isVerbatim = dataSet.AsReadFrom is { } from && from.IsExplicitVr == syntax.IsExplicitVr && from.IsBigEndian == syntax.IsBigEndian;
        Length = Measure(dataSet, _form, 0);
    }

    /// <exception cref="InvalidOperationException">That level is beyond <see cref="MaxDepth"/>.</exception>
    internal static void RequireDepth(int depth)
    {
        if (depth > MaxDepth) throw new InvalidOperationException("The data set is nested too deep to be written.");
    }

    /// <summary>Bytes that will be written, not deflated.</summary>
    public long Length { get; }

    private readonly record struct Form(bool IsExplicit, bool IsBigEndian)
    {
        public ByteOrder ByteOrder => IsBigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian;
    }

    public void Write(IBufferWriter<byte> output) => WriteElements(output, _dataSet, _form);

    private bool IsDropped(DataElement element) => element.Tag.IsGroupLength && !_isVerbatim && element.Tag.Group > 0;

    private long Measure(DataSet dataSet, Form form, int depth)
    {
        RequireDepth(depth);
        var sum = 0L;
        foreach (var element in dataSet)
        {
            if (IsDropped(element)) continue;
            if (element.Items is { } items) sum += HeaderSize(element, form) + MeasureItems(element, items, form, depth);
            else if (element.Fragments is { } fragments) sum += HeaderSize(element, form) + MeasureFragments(fragments);
            else if (element.Tag == Tags.CommandGroupLength && !_isVerbatim) sum += CommandGroupLengthSize;
            else sum += HeaderSize(element, form) + PaddedLength(element.Value.Length);
        }
        return sum;
    }

    private long MeasureItems(DataElement sequence, IReadOnlyList<SequenceItem> items, Form form, int depth)
    {
        var (isUndefined, inner) = Inside(sequence, form);
        var slot = _lengths.Count;
        if (!isUndefined) _lengths.Add(0);
        var sum = 0L;
        foreach (var item in items)
        {
            var itemSlot = _lengths.Count;
            if (!item.HasUndefinedLength) _lengths.Add(0);
            var length = Measure(item.DataSet, inner, depth + 1);
            if (!item.HasUndefinedLength) _lengths[itemSlot] = length;
            sum += 8 + length + (item.HasUndefinedLength ? 8 : 0);
        }
        if (!isUndefined) _lengths[slot] = sum;
        return sum + (isUndefined ? 8 : 0);
    }

    private long MeasureFragments(IReadOnlyList<ReadOnlyMemory<byte>> fragments)
    {
        var sum = 8L;
        foreach (var fragment in fragments) sum += 8 + PaddedLength(fragment.Length);
        return sum;
    }

    /// <summary>UN with items is Implicit VR Little Endian inside, always of undefined length (PS3.5 §6.2.2).</summary>
    private static (bool IsUndefined, Form Inner) Inside(DataElement sequence, Form form) =>
        sequence.Vr == Vr.UN && form.IsExplicit ? (true, new(false, false)) : (sequence.HasUndefinedLength, form);

    private int PaddedLength(int length) => _isVerbatim ? length : length + (length & 1);

    private static int HeaderSize(DataElement element, Form form) => form.IsExplicit && WrittenVr(element).HasLongLength ? 12 : 8;

    /// <summary>The VR that the header can bear: a value too long for a 16-bit length goes as UN (PS3.5 §6.2.2).</summary>
    private static Vr WrittenVr(DataElement element) => element.Vr switch
    {
        _ when element.Items is not null => element.Vr == Vr.UN ? Vr.UN : Vr.SQ,
        var vr when !vr.IsKnown => Vr.UN,
        var vr when !vr.HasLongLength && element.Value.Length > 0xFFFE => Vr.UN,
        var vr => vr,
    };

    private void WriteElements(IBufferWriter<byte> output, DataSet dataSet, Form form)
    {
        foreach (var element in dataSet)
        {
            if (IsDropped(element)) continue;
            if (element.Items is { } items) WriteSequence(output, element, items, form);
            else if (element.Fragments is { } fragments) WriteFragments(output, element, fragments, form);
            else if (element.Tag == Tags.CommandGroupLength && !_isVerbatim) WriteCommandGroupLength(output, dataSet, form);
            else WriteValue(output, element, dataSet.ByteOrder, form);
        }
    }

    private void WriteSequence(IBufferWriter<byte> output, DataElement sequence, IReadOnlyList<SequenceItem> items, Form form)
    {
        var (isUndefined, inner) = Inside(sequence, form);
        WriteHeader(output, sequence.Tag, WrittenVr(sequence), isUndefined ? UndefinedLength : NextLength(sequence.Tag), form);
        foreach (var item in items)
        {
            WriteMark(output, Tag.Item, item.HasUndefinedLength ? UndefinedLength : NextLength(sequence.Tag), inner);
            WriteElements(output, item.DataSet, inner);
            if (item.HasUndefinedLength) WriteMark(output, Tag.ItemDelimitation, 0, inner);
        }
        if (isUndefined) WriteMark(output, Tag.SequenceDelimitation, 0, inner);
    }

    private void WriteFragments(IBufferWriter<byte> output, DataElement element, IReadOnlyList<ReadOnlyMemory<byte>> fragments, Form form)
    {
        WriteHeader(output, element.Tag, WrittenVr(element), UndefinedLength, form);
        foreach (var fragment in fragments)
        {
            WriteMark(output, Tag.Item, (uint)PaddedLength(fragment.Length), form);
            output.Write(fragment.Span);
            if (PaddedLength(fragment.Length) > fragment.Length) output.Write([(byte)0]);
        }
        WriteMark(output, Tag.SequenceDelimitation, 0, form);
    }

    private void WriteCommandGroupLength(IBufferWriter<byte> output, DataSet command, Form form)
    {
        var length = 0L;
        foreach (var element in command)
            if (element.Tag is { Group: 0, Element: > 0 }) length += HeaderSize(element, form) + PaddedLength(element.Value.Length);
        WriteHeader(output, Tags.CommandGroupLength, Vr.UL, 4, form);
        WriteUInt32(output.GetSpan(4), (uint)length, form);
        output.Advance(4);
    }

    private void WriteValue(IBufferWriter<byte> output, DataElement element, ByteOrder from, Form form)
    {
        var value = element.Value.Span;
        var vr = WrittenVr(element);
        WriteHeader(output, element.Tag, vr, (uint)PaddedLength(value.Length), form);
        // what goes as UN for its length stays Little Endian (PS3.5 §6.2.2)
        var to = vr == Vr.UN ? ByteOrder.LittleEndian : form.ByteOrder;
        var unit = from == to ? 1 : element.Vr.UnitSize;
        if (unit == 1) output.Write(value);
        else WriteSwapped(output, value, unit);
        if (PaddedLength(value.Length) > value.Length) output.Write([element.Vr.Padding]);
    }

    private static void WriteSwapped(IBufferWriter<byte> output, ReadOnlySpan<byte> value, int unit)
    {
        const int block = 64 * 1024;
        while (!value.IsEmpty)
        {
            var length = Math.Min(block, value.Length);
            var to = output.GetSpan(length)[..length];
            value[..length].CopyTo(to);
            for (var at = 0; at + unit <= length; at += unit) to.Slice(at, unit).Reverse();
            output.Advance(length);
            value = value[length..];
        }
    }

    private static void WriteHeader(IBufferWriter<byte> output, Tag tag, Vr vr, uint length, Form form)
    {
        if (!form.IsExplicit)
        {
            WriteMark(output, tag, length, form);
            return;
        }
        var to = output.GetSpan(12);
        WriteTag(to, tag, form);
        to[4] = (byte)((ushort)vr >> 8);
        to[5] = (byte)vr;
        if (vr.HasLongLength)
        {
            to[6] = to[7] = 0;
            WriteUInt32(to[8..], length, form);
            output.Advance(12);
            return;
        }
        if (form.IsBigEndian) BinaryPrimitives.WriteUInt16BigEndian(to[6..], (ushort)length);
        else BinaryPrimitives.WriteUInt16LittleEndian(to[6..], (ushort)length);
        output.Advance(8);
    }

    private static void WriteMark(IBufferWriter<byte> output, Tag tag, uint length, Form form)
    {
        var to = output.GetSpan(8);
        WriteTag(to, tag, form);
        WriteUInt32(to[4..], length, form);
        output.Advance(8);
    }

    private static void WriteTag(Span<byte> to, Tag tag, Form form)
    {
        if (form.IsBigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(to, tag.Value);
            return;
        }
        BinaryPrimitives.WriteUInt16LittleEndian(to, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], tag.Element);
    }

    private static void WriteUInt32(Span<byte> to, uint value, Form form)
    {
        if (form.IsBigEndian) BinaryPrimitives.WriteUInt32BigEndian(to, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(to, value);
    }

    private uint NextLength(Tag tag)
    {
        var length = _lengths[_next++];
        return length < UndefinedLength ? (uint)length : throw new InvalidOperationException($"{tag} is too long for a defined length.");
    }
}
