using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Dicom.Encoding;

/// <summary>Puts tokens together to a data set. Dispose of it.</summary>
/// <remarks>Elements of all data sets that are open lie on one stack, the innermost's on top; at its end each gets its own in an array of just their number.</remarks>
internal ref struct DataSetBuilder
{
    private const int FirstElements = 128, FirstItems = 16, FirstLevels = 8;
    private readonly TransferSyntax _syntax;
    private readonly Tag? _stopAt;
    private readonly long _maxValueLength;
    private ValueKeeper _values;
    private PooledStack<DataElement> _elements = new(FirstElements);
    private PooledStack<SequenceItem> _items = new(FirstItems);
    private PooledStack<Level> _open = new(FirstLevels);
    private List<ReadOnlyMemory<byte>>? _fragments; // null: of an element that is left out
    private (Tag Tag, Vr Vr) _encapsulated;
    private DataSet _current;
    private int _start; // where its elements begin
    private bool _isPartial; // what was read is not all that is there, or not as it is there

    public DataSetBuilder(TransferSyntax syntax, DataSetReadOptions options, ValueKeeper values)
    {
        (_syntax, _values, _stopAt, _maxValueLength) = (syntax, values, options.StopAt, options.SkipValuesOver ?? long.MaxValue);
        _current = new(syntax.ByteOrder);
    }

    /// <summary>Takes the token that the reader stands on; false when reading ends here.</summary>
    public bool Take(ref DicomTokenReader reader)
    {
        switch (reader.TokenType)
        {
            case DicomTokenType.Element: return TakeElement(ref reader);
            case DicomTokenType.SequenceStart:
                if (_open.Count == 0 && IsStop(reader.Tag)) return false;
                OpenSequence(ref reader);
                break;
            case DicomTokenType.SequenceEnd: CloseSequence(); break;
            case DicomTokenType.ItemStart:
                _current = new DataSet(reader.ByteOrder).ChildOf(_open.Top.Owner);
                _start = _elements.Count;
                _items.Push(new(_current, reader.Length < 0));
                break;
            case DicomTokenType.ItemEnd:
                _current.Adopt(_elements.Take(_start));
                if (!_current.Complete(_syntax)) _isPartial = true;
                break;
            default: return TakeFragments(ref reader);
        }
        return true;
    }

    /// <summary>The data set, once all tokens were taken.</summary>
    public DataSet Complete()
    {
        _current.Adopt(_elements.Take(_start));
        _current.Complete(_isPartial ? null : _syntax);
        return _current;
    }

    public void Dispose()
    {
        _elements.Dispose();
        _items.Dispose();
        _open.Dispose();
    }

    private bool TakeElement(ref DicomTokenReader reader)
    {
        if (_open.Count == 0 && IsStop(reader.Tag)) return false;
        if (reader.Length > _maxValueLength)
        {
            _isPartial = true;
            return true;
        }
        var vr = reader.IsExplicitVr ? reader.Vr : ImplicitVr(reader.Tag, reader.Vr);
        if (vr == Vr.SQ)
        {
            if (reader.Length == 0 || reader.ValueBeginsWithItem())
            {
                reader.EnterSequence();
                OpenSequence(ref reader);
                return true;
            }
            vr = Vr.UN;
        }
        _elements.Push(new(reader.Tag, vr, _values.Keep(ref reader)));
        return true;
    }

    /// <summary>What the dictionary cannot say of the tag alone: private elements, and those that Pixel Representation makes signed.</summary>
    private readonly Vr ImplicitVr(Tag tag, Vr vr)
    {
        if (vr == Vr.UN && tag.IsPrivate) return DataSet.DictionaryVrOf(_elements.From(_start, _elements.Count), tag);
        return vr == Vr.US && DataDictionary.MayBeSigned(tag) && IsSigned() ? Vr.SS : vr;
    }

    /// <summary>The innermost open data set that has a Pixel Representation says it.</summary>
    private readonly bool IsSigned()
    {
        var (dataSet, start, end) = (_current, _start, _elements.Count);
        for (var level = _open.Count; ; level--)
        {
            var elements = _elements.From(start, end);
            var index = DataSet.IndexOf(elements, Tags.PixelRepresentation);
            if (index >= 0 && dataSet.IntegerOf(elements[index], 0) is { } representation) return representation == 1;
            if (level == 0) return false;
            (dataSet, start, end) = (_open[level - 1].Owner, _open[level - 1].Start, start);
        }
    }

    private bool TakeFragments(ref DicomTokenReader reader)
    {
        switch (reader.TokenType)
        {
            case DicomTokenType.FragmentsStart:
                if (_open.Count == 0 && IsStop(reader.Tag)) return false;
                _encapsulated = (reader.Tag, reader.Vr);
                _fragments = [];
                break;
            case DicomTokenType.Fragment:
                if (reader.Length > _maxValueLength) (_fragments, _isPartial) = (null, true);
                _fragments?.Add(_values.Keep(ref reader));
                break;
            case DicomTokenType.FragmentsEnd:
                if (_fragments is not null) _elements.Push(DataElement.Encapsulated(_encapsulated.Tag, _fragments, _encapsulated.Vr));
                break;
        }
        return true;
    }

    private void OpenSequence(ref DicomTokenReader reader) =>
        _open.Push(new(_current, _start, _items.Count, reader.Tag, reader.Vr, reader.Length < 0));

    private void CloseSequence()
    {
        var ended = _open.Top;
        _open.Pop();
        (_current, _start) = (ended.Owner, ended.Start);
        _elements.Push(DataElement.Sequence(ended.Tag, _items.Take(ended.FirstItem), ended.HasUndefinedLength, ended.Vr));
    }

    private bool IsStop(Tag tag)
    {
        if (_stopAt is not { } stop || tag < stop) return false;
        _isPartial = true;
        return true;
    }

    /// <summary>A sequence that is open.</summary>
    /// <param name="Owner">The data set that it is an element of, whose elements begin at <paramref name="Start"/>.</param>
    private readonly record struct Level(DataSet Owner, int Start, int FirstItem, Tag Tag, Vr Vr, bool HasUndefinedLength);
}
