using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Dicom.Validation;

namespace Dicom.Tests.Validation;

/// <summary>What only a file's bytes tell, and that nothing a file holds makes the validator throw.</summary>
public sealed class FileValidatorTests
{
    [Fact] public void A_file_that_Concord_writes_is_right() => Assert.Empty(FileValidator.Validate(Part10.ToArray(Objects.Ct(), TransferSyntax.ExplicitVrLittleEndian)));

    [Fact] public void File_Meta_Information_has_to_be_there_and_to_say_what_the_data_set_says()
    {
        var file = Part10.ToArray(Objects.Ct(), TransferSyntax.ExplicitVrLittleEndian);
        var dataSet = DataSetWriter.ToArray(Objects.Ct(), TransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal(["Error (0002,0010)"], Meta(dataSet)); // none at all

        var other = DataSetWriter.ToArray(Objects.Ct().SetUid(Tags.SOPInstanceUID, Uid.Parse("1.2.3.9")).SetUid(Tags.SOPClassUID, Uids.MRImageStorage), TransferSyntax.ExplicitVrLittleEndian);
        Assert.Equal(["Error (0002,0002)", "Error (0002,0003)"], Meta([.. file[..^dataSet.Length], .. other]));

        var bare = new byte[132 + 28];
        "DICM"u8.CopyTo(bare.AsSpan(128));
        "\u0002\0\u0010\0UI\u0014\01.2.840.10008.1.2.1\0"u8.CopyTo(bare.AsSpan(132));
        Assert.Equal(["Error (0002,0000)", "Error (0002,0001)", "Error (0002,0002)", "Error (0002,0003)", "Error (0002,0012)"], Meta([.. bare, .. dataSet]));
    }

    [Fact] public void A_group_length_that_leads_elsewhere_is_told()
    {
        var file = Part10.ToArray(Objects.Ct(), TransferSyntax.ExplicitVrLittleEndian);
        file[140] += 2;
        Assert.Equal(["Warning (0002,0000)"], Meta(file));
    }

    [Fact] public void Order_repetition_and_odd_lengths_are_told_with_the_path()
    {
        var inOrder = "\u0008\0\u0005\0CS\u0004\0ISO \u0008\0\u0060\0CS\u0002\0CT\u0010\0\u0020\0LO\u0002\0X1"u8;
        Assert.Empty(Encoding(inOrder));
        Assert.Equal(["TagOrder (0008,0005)"], Encoding([.. inOrder, .. "\u0008\0\u0005\0CS\u0004\0ISO "u8]));
        Assert.Equal(["DuplicateTag (0010,0020)"], Encoding([.. inOrder, .. "\u0010\0\u0020\0LO\u0002\0X1"u8]));
        Assert.Equal(["OddLength (0010,0030)"], Encoding([.. inOrder, .. "\u0010\0\u0030\0DA\u0001\0X"u8]));
        // (0040,0275) with two items, in the second an odd length
        byte[] items = [0x40, 0, 0x75, 2, .. "SQ\0\0"u8, 36, 0, 0, 0, 0xFE, 0xFF, 0, 0xE0, 10, 0, 0, 0, .. "\u0040\0\u0009\0SH\u0002\0A "u8, 0xFE, 0xFF, 0, 0xE0, 9, 0, 0, 0, .. "\u0040\0\u0009\0SH\u0001\0A"u8, 0];
        Assert.Equal(["OddLength (0040,0275)[1].(0040,0009)"], Encoding([.. inOrder, .. items[..^1]], sequenceLength: 35));

        static List<string> Encoding(ReadOnlySpan<byte> bytes, byte sequenceLength = 0)
        {
            var data = bytes.ToArray();
            if (sequenceLength > 0) data[data.AsSpan().IndexOf("SQ\0\0"u8) + 4] = sequenceLength;
            return [.. EncodingCheck.Of(data, TransferSyntax.ExplicitVrLittleEndian, 10).Select(finding => $"{finding.Rule} {finding.Path}")];
        }
    }

    [Fact] public void What_is_no_DICOM_file_is_said_so_before_the_first_finding() =>
        Assert.Throws<DicomFormatException>(() => FileValidator.Validate("no DICOM file at all, but long enough to be looked at"u8.ToArray()));

    [Fact] public void Nothing_a_file_holds_makes_it_throw_and_nothing_of_the_patient_is_told()
    {
        var checkedFiles = 0;
        foreach (var (path, bytes) in Everything())
        {
            List<Finding> findings;
            DataSet dataSet;
            try
            {
                dataSet = Part10.Read(bytes).DataSet;
                findings = [.. FileValidator.Validate(bytes)];
            }
            catch (DicomFormatException)
            {
                continue; // cannot be read: declared
            }
            checkedFiles++;
            Assert.True(findings.Count <= ValidationOptions.Default.MaxFindings, path);
            AssertTellsNothing(path, findings, [.. new[] { Tags.PatientName, Tags.PatientID, Tags.AccessionNumber, Tags.PatientBirthDate }.SelectMany(dataSet.GetStrings).Where(value => value.Length > 5)]);
        }
        Assert.True(checkedFiles > 5, "too few files were read");
    }

    private static void AssertTellsNothing(string path, List<Finding> findings, List<string> secrets)
    {
        foreach (var finding in findings)
            foreach (var secret in secrets)
                Assert.False(finding.Message.Contains(secret, StringComparison.OrdinalIgnoreCase), $"{path}: {finding.Rule} tells a value");
    }

    /// <summary>Corpus and malformed files, a sample unless all are asked for; the fixtures always, each also cut and with bytes turned over.</summary>
    private static IEnumerable<(string Path, byte[] Bytes)> Everything()
    {
        foreach (var row in Corpus.Manifest(stride: 12)) yield return (row["path"], Corpus.Read(row["path"]));
        foreach (var row in Corpus.Rows("malformed/dicom.csv")) yield return (row["file"], Corpus.Read(Path.Combine("malformed", "dicom", row["file"])));
        var random = new Random(20260102);
        var sound = Part10.ToArray(Samples.Rich(), TransferSyntax.ExplicitVrLittleEndian);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = sound.ToArray();
            for (var turned = random.Next(1, 6); turned > 0; turned--) bytes[random.Next(300, bytes.Length)] = (byte)random.Next(256);
            yield return ($"turned {i}", bytes);
        }
    }

    private static List<string> Meta(byte[] file) =>
        [.. FileValidator.Validate(file).Where(finding => finding.Rule == FindingRule.FileMeta).Select(finding => $"{finding.Severity} {finding.Path}")];
}
