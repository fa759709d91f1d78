using System.Collections.Frozen;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Dicom.Encoding;

/// <summary>How a data set is put into bytes (PS3.5 §10 and Annex A). One object per UID: compare by reference or by <see cref="Uid"/>.</summary>
public sealed class TransferSyntax
{
    private static readonly FrozenDictionary<Uid, TransferSyntax> ByUid = TransferSyntaxTable.Rows
        .Select(row => new TransferSyntax(Uid.Parse(row.Uid), row.Keyword, row.Name)
        {
            IsExplicitVr = row.Explicit,
            IsBigEndian = row.BigEndian,
            IsEncapsulated = row.Encapsulated,
            IsDeflated = row.Deflated,
            MayBeLossy = row.Lossy,
        })
        .ToFrozenDictionary(syntax => syntax.Uid);

    private static readonly FrozenDictionary<string, TransferSyntax>.AlternateLookup<ReadOnlySpan<char>> ByText =
        ByUid.Values.ToFrozenDictionary(syntax => syntax.Uid.ToString(), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private TransferSyntax(Uid uid, string keyword, string name) => (Uid, Keyword, Name) = (uid, keyword, name);

    public static TransferSyntax ImplicitVrLittleEndian { get; } = Named("1.2.840.10008.1.2");
    public static TransferSyntax ExplicitVrLittleEndian { get; } = Named("1.2.840.10008.1.2.1");
    public static TransferSyntax DeflatedExplicitVrLittleEndian { get; } = Named("1.2.840.10008.1.2.1.99");
    public static TransferSyntax ExplicitVrBigEndian { get; } = Named("1.2.840.10008.1.2.2");

    /// <summary>Every transfer syntax of PS3.6 Table A-1.</summary>
    public static IReadOnlyCollection<TransferSyntax> All => ByUid.Values;

    public Uid Uid { get; }

    public string Keyword { get; }

    public string Name { get; }

    public bool IsExplicitVr { get; private init; }

    public bool IsBigEndian { get; private init; }

    /// <summary>Pixel data is a sequence of fragments (PS3.5 §A.4).</summary>
    public bool IsEncapsulated { get; private init; }

    /// <summary>The whole data set is one raw deflate stream (PS3.5 §A.5).</summary>
    public bool IsDeflated { get; private init; }

    public bool MayBeLossy { get; private init; }

    /// <summary>In the standard's table; else a private syntax, taken as Explicit VR Little Endian (PS3.5 §10).</summary>
    public bool IsStandard { get; private init; } = true;

    public ByteOrder ByteOrder => IsBigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian;

    /// <summary>The syntax of a UID; one that is not in the table is a private syntax, read as Explicit VR Little Endian.</summary>
    public static TransferSyntax Of(Uid uid) =>
        ByUid.TryGetValue(uid, out var known) ? known : new(uid, "", "") { IsExplicitVr = true, IsEncapsulated = true, IsStandard = false };

    /// <summary>The syntax that a UI value as it lies names, without a string where it is a standard one; null when it is no UID.</summary>
    internal static TransferSyntax? Of(ReadOnlySpan<byte> value)
    {
        var trimmed = value.TrimEnd("\0 "u8);
        Span<char> text = stackalloc char[Uid.MaxLength];
        if (trimmed.Length <= text.Length && ByText.TryGetValue(text[..System.Text.Encoding.Latin1.GetChars(trimmed, text)], out var known)) return known;
        return Uid.TryParse(value, out Uid uid) ? Of(uid) : null;
    }

    public override string ToString() => Uid.ToString();

    private static TransferSyntax Named(string uid) => ByUid[Uid.Parse(uid)];
}
