using System.Buffers;

namespace Concord.Dicom.DataElements;

/// <summary>A DICOM UID: 1–64 characters, non-empty digit runs joined by dots (PS3.5 §9.1).</summary>
/// <remarks>Leading zeros, forbidden by the standard but met in the wild, are kept as received.</remarks>
public readonly record struct Uid : ISpanParsable<Uid>, IComparable<Uid>
{
    /// <summary>Longest UID, characters.</summary>
    public const int MaxLength = 64;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789.");
    private readonly string? _text; // null only in default(Uid)

    private Uid(string text) => _text = text;

    /// <summary>True for <c>default(Uid)</c>, which is no UID.</summary>
    public bool IsNone => _text is null;

    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Uid result)
    {
        var valid = IsValid(s);
        result = valid ? new(s.ToString()) : default;
        return valid;
    }

    public static bool TryParse(string? s, IFormatProvider? provider, out Uid result)
    {
        var valid = s is not null && IsValid(s);
        result = valid ? new(s!) : default;
        return valid;
    }

    public static bool TryParse(ReadOnlySpan<char> s, out Uid result) => TryParse(s, null, out result);

    /// <summary>Parses a UI value as it lies in an object: trailing NUL and space padding is dropped (PS3.5 §6.2).</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out Uid result)
    {
        result = default;
        value = value.TrimEnd("\0 "u8).TrimStart((byte)' ');
        if (value.Length is 0 or > MaxLength) return false;
        Span<char> text = stackalloc char[value.Length];
        for (var i = 0; i < value.Length; i++) text[i] = (char)value[i];
        return TryParse(text, null, out result);
    }

    public static Uid Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var uid) ? uid : throw new FormatException("Not a DICOM UID.");

    public static Uid Parse(string s, IFormatProvider? provider) => Parse(s.AsSpan(), provider);

    public static Uid Parse(string s) => Parse(s.AsSpan(), null);

    /// <summary>A new UID under 2.25, from a random UUID (PS3.5 §B.2).</summary>
    public static Uid New() => FromGuid(Guid.NewGuid());

    /// <summary>The UID 2.25.N of a UUID, N its decimal value (PS3.5 §B.2).</summary>
    public static Uid FromGuid(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        var number = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"2.25.{number}"));
    }

    public int CompareTo(Uid other) => string.CompareOrdinal(_text, other._text);

    public override string ToString() => _text ?? "";

    private static bool IsValid(ReadOnlySpan<char> s) =>
        s.Length is > 0 and <= MaxLength && !s.ContainsAnyExcept(Allowed)
        && !s.StartsWith('.') && !s.EndsWith('.') && s.IndexOf("..") < 0;
}
