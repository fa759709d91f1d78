using System.Globalization;
using System.Text;

namespace Whole.Tests.Harness;

/// <summary>A synthetic SOP instance, Explicit VR Little Endian, valid enough for any archive.</summary>
internal sealed record TestObject
{
    public const string CtImage = "1.2.840.10008.5.1.4.1.1.2";
    public const string MgImage = "1.2.840.10008.5.1.4.1.1.1.2";
    public const string ExplicitLittle = "1.2.840.10008.1.2.1";
    private static int _next;

    public required string StudyUid { get; init; }

    public required string SeriesUid { get; init; }

    public required string SopUid { get; init; }

    public string SopClass { get; init; } = CtImage;

    public string Modality { get; init; } = "CT";

    public string PatientId { get; init; } = "PAT-0815";

    public string PatientName { get; init; } = "Zhang^San=张^三";

    public string StudyDate { get; init; } = "20240517";

    public string Accession { get; init; } = "ACC4711";

    public int Number { get; init; } = 1;

    public int SeriesNumber { get; init; } = 1;

    /// <summary>Rows and columns; 16 bits a pixel.</summary>
    public int Size { get; init; } = 32;

    /// <summary>Changes the pixels, and nothing else.</summary>
    public int Seed { get; init; }

    /// <summary>A UID no other test uses.</summary>
    public static string NewUid() =>
        string.Create(CultureInfo.InvariantCulture, $"2.25.{Environment.ProcessId}.{Environment.TickCount64}.{Interlocked.Increment(ref _next)}");

    public static TestObject New(string? study = null, string? series = null) =>
        new() { StudyUid = study ?? NewUid(), SeriesUid = series ?? NewUid(), SopUid = NewUid() };

    /// <summary>Count objects of one new series, numbered from 1.</summary>
    public static TestObject[] Series(int count, Func<TestObject, TestObject>? with = null)
    {
        var first = New();
        return [.. Enumerable.Range(1, count).Select(n => (with ?? (o => o))(first with { SopUid = NewUid(), Number = n, Seed = n }))];
    }

    public string Path => $"studies/{StudyUid}/series/{SeriesUid}/instances/{SopUid}";

    public string SeriesPath => $"studies/{StudyUid}/series/{SeriesUid}";

    public string StudyPath => $"studies/{StudyUid}";

    public byte[] DataSet()
    {
        var pixels = new byte[Size * Size * 2];
        for (var i = 0; i < Size * Size; i++)
        {
            var value = (((i * 37) ^ (i >> 5)) + (Seed * 101) + Number) & 0x0FFF;
            pixels[2 * i] = (byte)value;
            pixels[(2 * i) + 1] = (byte)(value >> 8);
        }

        return new Elements(isExplicit: true)
            .Add(0x00080005, "CS", "ISO_IR 192")
            .Add(0x00080016, "UI", SopClass).Add(0x00080018, "UI", SopUid)
            .Add(0x00080020, "DA", StudyDate).Add(0x00080030, "TM", "101500")
            .Add(0x00080050, "SH", Accession).Add(0x00080060, "CS", Modality).Add(0x00080090, "PN", "Ref^Doc")
            .Add(0x00081030, "LO", "Study of a phantom").Add(0x0008103E, "LO", "Series of a phantom")
            .Add(0x00100010, "PN", PatientName).Add(0x00100020, "LO", PatientId).Add(0x00100030, "DA", "19700101").Add(0x00100040, "CS", "O")
            .Add(0x0020000D, "UI", StudyUid).Add(0x0020000E, "UI", SeriesUid).Add(0x00200010, "SH", "S1")
            .Add(0x00200011, "IS", SeriesNumber.ToString(CultureInfo.InvariantCulture)).Add(0x00200013, "IS", Number.ToString(CultureInfo.InvariantCulture))
            .AddNumber(0x00280002, 1).Add(0x00280004, "CS", "MONOCHROME2").AddNumber(0x00280010, (ushort)Size).AddNumber(0x00280011, (ushort)Size)
            .AddNumber(0x00280100, 16).AddNumber(0x00280101, 12).AddNumber(0x00280102, 11).AddNumber(0x00280103, 0)
            .Add(0x7FE00010, "OW", pixels).ToArray();
    }

    public byte[] Part10() => Part10(SopClass, SopUid, ExplicitLittle, DataSet());

    /// <summary>Wraps a data set in preamble and File Meta Information (PS3.10 §7.1).</summary>
    public static byte[] Part10(string sopClass, string sopUid, string transferSyntax, ReadOnlySpan<byte> dataSet)
    {
        var meta = new Elements(isExplicit: true).Add(0x00020001, "OB", [0, 1]).Add(0x00020002, "UI", sopClass).Add(0x00020003, "UI", sopUid)
            .Add(0x00020010, "UI", transferSyntax).Add(0x00020012, "UI", "2.25.8150001").ToArray();
        var length = new Elements(isExplicit: true).Add(0x00020000, "UL", BitConverter.GetBytes(meta.Length)).ToArray();
        return [.. new byte[128], .. Encoding.ASCII.GetBytes("DICM"), .. length, .. meta, .. dataSet];
    }
}
