using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Dicom.Encoding;

/// <summary>Puts tokens together to a data set.</summary>
internal sealed class DataSetBuilder
{
    private readonly TransferSyntax _syntax;
    private readonly Tag? _stopAt;
    private readonly long _maxValueLength;
    private readonly ValueKeeper _values;
    private readonly Stack<Level> _open = new();
    private List<ReadOnlyMemory<byte>>? _fragments;
    private DataElement? _encapsulated; // its header only, while its fragments come
    private DataSet _current;
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
            case DicomTokenType.SequenceEnd:
                var ended = _open.Pop();
                _current = ended.Owner;
                _current.Append(DataElement.Sequence(ended.Tag, ended.Items, ended.HasUndefinedLength, ended.Vr));
                break;
            case DicomTokenType.ItemStart:
                var sequence = _open.Peek();
                _current = new DataSet(reader.ByteOrder).ChildOf(sequence.Owner);
                sequence.Items.Add(new(_current, reader.Length < 0));
                break;
            case DicomTokenType.ItemEnd:
                if (!_current.Complete(_syntax)) _isPartial = true;
                break;
            default: return TakeFragments(ref reader);
        }
        return true;
    }

    /// <summary>The data set, once all tokens were taken.</summary>
    public DataSet Complete()
    {
        _current.Complete(_isPartial ? null : _syntax);
        return _current;
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
        _current.Append(new(reader.Tag, vr, _values.Keep(ref reader)));
        return true;
    }

    /// <summary>What the dictionary cannot say of the tag alone: private elements, and those that Pixel Representation makes signed.</summary>
    private Vr ImplicitVr(Tag tag, Vr vr)
    {
        if (vr == Vr.UN && tag.IsPrivate) return _current.DictionaryVrOf(tag);
        return vr == Vr.US && DataDictionary.MayBeSigned(tag) && IsSigned() ? Vr.SS : vr;
    }

    private bool IsSigned()
    {
        for (var dataSet = _current; dataSet is not null; dataSet = dataSet.Parent)
            if (dataSet.GetInt(Tags.PixelRepresentation) is { } representation) return representation == 1;
        return false;
    }

    private bool TakeFragments(ref DicomTokenReader reader)
    {
        switch (reader.TokenType)
        {
            case DicomTokenType.FragmentsStart:
                if (_open.Count == 0 && IsStop(reader.Tag)) return false;
                _encapsulated = new(reader.Tag, reader.Vr, default);
                _fragments = [];
                break;
            case DicomTokenType.Fragment:
                if (reader.Length > _maxValueLength) (_encapsulated, _isPartial) = (null, true);
                if (_encapsulated is not null) _fragments!.Add(_values.Keep(ref reader));
                break;
            case DicomTokenType.FragmentsEnd:
                if (_encapsulated is not null) _current.Append(DataElement.Encapsulated(_encapsulated.Tag, _fragments!, _encapsulated.Vr));
                break;
        }
        return true;
    }

    private void OpenSequence(ref DicomTokenReader reader) =>
        _open.Push(new(_current, reader.Tag, reader.Vr, reader.Length < 0, []));

    private bool IsStop(Tag tag)
    {
        if (_stopAt is not { } stop || tag < stop) return false;
        _isPartial = true;
        return true;
    }

    private sealed record Level(DataSet Owner, Tag Tag, Vr Vr, bool HasUndefinedLength, List<SequenceItem> Items);
}
