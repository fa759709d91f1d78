using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Dicom.Tests.Oracles;
using Xunit.Abstractions;

namespace Dicom.Tests.Imaging.Presentation;

/// <summary>Presentation states, pixel by pixel against DCMTK's <c>dcmp2pgm</c>, which draws the gray steps and turns; shutters, overlays and annotations it leaves to a screen.</summary>
public sealed class DcmtkPresentationTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Steps of 255 that a pixel may differ by: DCMTK truncates where Concord rounds.</summary>
    private const int Tolerance = 1;

    private readonly string _folder = Directory.CreateTempSubdirectory("concord-states-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> States => [.. Made.Keys];

    private static Dictionary<string, Action<DataSet>> Made { get; } = new()
    {
        ["window"] = state => state.SetWindow(1000, 1500),
        ["voi lut"] = state => state.SetItems(Tags.SoftcopyVOILUTSequence, WithTable(state.NewItem(), Tags.VOILUTSequence, 4096, 12, i => i * i >> 12)),
        ["modality lut"] = state => WithTable(state, Tags.ModalityLUTSequence, 4096, 12, i => 4095 - i).GetItems(Tags.ModalityLUTSequence)[0].SetString(Tags.ModalityLUTType, "US"),
        ["rescale"] = state => state.SetDouble(Tags.RescaleSlope, 2).SetDouble(Tags.RescaleIntercept, -1000).SetString(Tags.RescaleType, "HU").SetWindow(1000, 3000),
        ["inverse"] = state => state.SetString(Tags.PresentationLUTShape, "INVERSE"),
        ["presentation lut"] = state => WithTable(state, Tags.PresentationLUTSequence, 4096, 12, i => (int)(Math.Sqrt(i / 4095.0) * 4095)).Remove(Tags.PresentationLUTShape),
        ["no voi"] = state => state.Remove(Tags.SoftcopyVOILUTSequence),
        ["quarter turn"] = state => Turn(state, 90, "N"),
        ["half turn"] = state => Turn(state, 180, "N"),
        ["three quarters and a flip"] = state => Turn(state, 270, "Y"),
        ["quarter turn and a flip"] = state => Turn(state, 90, "Y"),
        ["flip"] = state => Turn(state, 0, "Y"),
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_picture_is_that_of_dcmp2pgm(string name)
    {
        if (Tool.Missing("dcmp2pgm") is { } missing) { output.WriteLine($"{missing} is not installed."); return; }
        var (image, state) = (TestState.NewImage(), TestState.New());
        Made[name](state);
        var (imagePath, statePath, drawn) = (Path.Combine(_folder, "image.dcm"), Path.Combine(_folder, "state.dcm"), Path.Combine(_folder, "out.pgm"));
        TestState.Save(image, imagePath);
        TestState.Save(state, statePath);
        var run = await Tool.Run("dcmp2pgm", "-p", statePath, imagePath, drawn);
        Assert.True(File.Exists(drawn), run.Errors);
        var theirs = await File.ReadAllBytesAsync(drawn);
        var ours = TestState.Draw(state, image);
        Assert.StartsWith($"P5\n{ours.Columns} {ours.Rows} ", System.Text.Encoding.ASCII.GetString(theirs, 0, 40).Replace("\n255", " 255", StringComparison.Ordinal), StringComparison.Ordinal);
        var pixels = theirs[^ours.Pixels.Length..];
        var different = Enumerable.Range(0, pixels.Length).Where(i => Math.Abs(pixels[i] - ours.Pixels[i]) > Tolerance).ToList();
        Assert.True(different.Count == 0, $"{different.Count} of {pixels.Length} differ; first at {string.Join(", ", different.Take(5).Select(i => $"({i % ours.Columns},{i / ours.Columns}) {ours.Pixels[i]} for {pixels[i]}"))}");
    }

    private static DataSet Turn(DataSet state, int degrees, string flip) => state.SetInt(Tags.ImageRotation, degrees).SetString(Tags.ImageHorizontalFlip, flip);

    private static DataSet WithTable(DataSet dataSet, Tag sequence, int count, int bits, Func<int, int> entry)
    {
        var data = new byte[count * 2];
        for (var i = 0; i < count; i++) BitConverter.TryWriteBytes(data.AsSpan(2 * i), (ushort)entry(i));
        var item = dataSet.NewItem().SetInts(Tags.LUTDescriptor, [count, 0, bits], Vr.US).Set(new DataElement(Tags.LUTData, Vr.OW, data));
        return dataSet.SetItems(sequence, item);
    }
}
