using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Files;
using Concord.Imaging.Volumes;

namespace Dicom.Tests.Imaging.Volumes;

/// <summary>Frames in any order become volumes, and what is wrong with them is said.</summary>
public sealed class VolumeAssemblerTests
{
    [Fact]
    public void An_even_stack_in_any_order_is_one_volume_without_a_finding()
    {
        foreach (var stack in new[] { Stack.Axial, Stack.Upward, Stack.Oblique, Stack.Coronal })
        {
            var slices = stack.Slices.ToArray();
            new Random(1).Shuffle(slices);
            var volume = Assert.Single(VolumeAssembler.Assemble(slices));
            Assert.Empty(volume.Findings);
            Assert.Equal(stack.Count, volume.Slices.Count);
            Assert.Equal(stack.Step.Length, volume.SliceSpacing, 6);
            Assert.True(volume.Slices.Zip(volume.Slices.Skip(1)).All(pair => pair.First.Position < pair.Second.Position));
        }
    }

    [Fact]
    public void Missing_slices_are_gaps_that_are_counted()
    {
        var volume = Assert.Single(VolumeAssembler.Assemble([.. Stack.Axial.Slices.Where((_, i) => i is not (7 or 8 or 20))]));
        Assert.Equal([new VolumeFinding.Gap(6, 2), new VolumeFinding.Gap(17, 1)], volume.Findings);
    }

    [Fact]
    public void A_leaning_stack_has_its_angle_and_no_other_finding()
    {
        var tilt = Assert.IsType<VolumeFinding.Tilt>(Assert.Single(Assert.Single(VolumeAssembler.Assemble(Stack.Leaning.Slices)).Findings));
        Assert.Equal(Math.Atan2(0.7, 2) * 180 / Math.PI, tilt.Degrees, 3);
    }

    [Fact]
    public void Uneven_distances_and_shifted_slices_are_told()
    {
        var slices = Stack.Axial.Slices.ToArray();
        slices[10] = slices[10] with { Origin = slices[10].Origin + new Vector3D(0.5, 0, 0.4) };
        Assert.Collection(
            Assert.Single(VolumeAssembler.Assemble(slices)).Findings,
            finding => Assert.Equal((1.6, 2.4), (Math.Round(Assert.IsType<VolumeFinding.UnevenSpacing>(finding).Least, 6), Math.Round(((VolumeFinding.UnevenSpacing)finding).Most, 6))),
            finding => Assert.Equal(0.5, Assert.IsType<VolumeFinding.Shifted>(finding).Most, 6));
    }

    [Fact]
    public void Frames_at_one_place_are_time_points_and_a_stray_one_is_a_duplicate()
    {
        SliceGeometry[] beating = [.. Enumerable.Range(0, 10).SelectMany(i => new[] { 300.0, 100, 200 }.Select((time, n) => Stack.Axial.Slice(i, (i * 3) + n, time)))];
        var volumes = VolumeAssembler.Assemble(beating);
        Assert.Equal([0, 1, 2], volumes.Select(volume => volume.TimePoint));
        Assert.All(volumes, volume => Assert.Equal([100.0 * (volume.TimePoint + 1)], volume.Slices.Select(slice => slice.Times[0]).Distinct()));
        var stray = Assert.Single(VolumeAssembler.Assemble([.. Stack.Axial.Slices, Stack.Axial.Slice(4, 99)]));
        Assert.Equal([new VolumeFinding.Duplicates(1)], stray.Findings);
        Assert.DoesNotContain(stray.Slices, slice => slice.Instance == 99);
    }

    [Fact]
    public void Other_orientations_and_sizes_are_volumes_of_their_own_the_largest_first()
    {
        var scout = Stack.Coronal with { Count = 2 };
        var volumes = VolumeAssembler.Assemble([.. scout.Slices, .. Stack.Axial.Slices, (Stack.Axial with { Columns = 41 }).Slice(0)]);
        Assert.Equal([30, 2, 1], volumes.Select(volume => volume.Slices.Count));
        Assert.Empty(VolumeAssembler.Assemble([]));
    }

    [Theory]
    [InlineData("NaN\\0\\0", "1\\0\\0\\0\\1\\0", "1\\1")]
    [InlineData("1e300\\0\\0", "1\\0\\0\\0\\1\\0", "1\\1")]
    [InlineData("0\\0", "1\\0\\0\\0\\1\\0", "1\\1")]
    [InlineData("0\\0\\0", "0\\0\\0\\0\\1\\0", "1\\1")]
    [InlineData("0\\0\\0", "1\\0\\0\\1\\0\\0", "1\\1")]
    [InlineData("0\\0\\0", "1\\0\\0\\0\\1\\0", "0\\1")]
    [InlineData("0\\0\\0", "1\\0\\0\\0\\1\\0", "1\\-1")]
    [InlineData("0\\0\\0", "1\\0\\0\\0\\1\\0", "1e-300\\1")]
    public void What_cannot_be_a_geometry_is_none(string position, string orientation, string spacing) =>
        Assert.Null(SliceReader.TryRead(Head(position, orientation, spacing), 4, 4, 0, 0));

    [Fact]
    public void Rows_and_columns_are_read_the_right_way_round()
    {
        var slice = SliceReader.TryRead(Head("1\\2\\3", "0\\1\\0\\0\\0\\-1", "0.5\\0.7"), 4, 4, 3, 0)!;
        Assert.Equal((new Vector3D(1, 2, 3), new Vector3D(0, 1, 0), new Vector3D(0, 0, -1), 0.7, 0.5, 3), (slice.Origin, slice.RowDirection, slice.ColumnDirection, slice.ColumnSpacing, slice.RowSpacing, slice.Instance));
    }

    [Fact]
    public void The_series_of_the_corpus_are_what_their_headers_say()
    {
        if (Corpus.Root is null) return; // the made stacks above are there on every machine
        var folders = Directory.GetDirectories(Path.Combine(Corpus.Root, "series")).Order().ToList();
        Assert.NotEmpty(folders);
        foreach (var folder in folders)
        {
            foreach (var series in Heads(folder).GroupBy(head => head.GetString(Tags.SeriesInstanceUID)))
            {
                SliceGeometry[] slices = [.. series.Select((head, i) => SliceReader.TryRead(head, (int)(head.GetInt(Tags.Columns) ?? 0), (int)(head.GetInt(Tags.Rows) ?? 0), i, 0)).OfType<SliceGeometry>()];
                var volumes = VolumeAssembler.Assemble(slices);
                Assert.Equal(slices.Length, volumes.Sum(volume => volume.Slices.Count + volume.Findings.OfType<VolumeFinding.Duplicates>().Sum(finding => finding.Frames)));
                foreach (var volume in volumes) Assert.True(volume.Slices.Zip(volume.Slices.Skip(1)).All(pair => pair.First.Position < pair.Second.Position));
            }
        }
        var ct = VolumeAssembler.Assemble([.. Heads(Path.Combine(Corpus.Root, "series", "ct93")).Select((head, i) => SliceReader.TryRead(head, (int)head.GetInt(Tags.Columns)!, (int)head.GetInt(Tags.Rows)!, i, 0)!)]);
        Assert.Equal(93, Assert.Single(ct).Slices.Count);
    }

    private static IEnumerable<DataSet> Heads(string folder)
    {
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            yield return Part10.Read(File.ReadAllBytes(path)).DataSet;
    }

    private static DataSet Head(string position, string orientation, string spacing)
    {
        var head = new DataSet();
        foreach (var (tag, text) in new[] { (Tags.ImagePositionPatient, position), (Tags.ImageOrientationPatient, orientation), (Tags.PixelSpacing, spacing) })
            head.Set(new DataElement(tag, Vr.DS, System.Text.Encoding.ASCII.GetBytes(text.Length % 2 == 0 ? text : text + " ")));
        return head;
    }
}
