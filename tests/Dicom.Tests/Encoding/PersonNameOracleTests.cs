using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Dicom.Tests.Oracles;
using Xunit.Abstractions;

namespace Dicom.Tests.Encoding;

/// <summary>Names in Unicode, all three groups, against what pydicom and DCMTK read and against what the made files are known to say.</summary>
public sealed class PersonNameOracleTests(ITestOutputHelper output)
{
    private const string Table = "Encoding/names.csv";

    [Fact] public void Names_of_every_file_are_as_others_read_them_but_for_what_is_listed()
    {
        if (Corpus.Root is null) { output.WriteLine("No corpus on this machine."); return; }
        List<Difference> differences = [];
        var looked = new HashSet<string>(StringComparer.Ordinal);
        using var oracle = JsonDocument.Parse(Corpus.Read("oracle/patient_name_unicode.json"));
        foreach (var file in oracle.RootElement.EnumerateObject())
        {
            looked.Add(file.Name);
            var ours = NameOf(file.Name);
            foreach (var reader in new[] { "pydicom", "dcmtk" })
            {
                var theirs = PersonName.Parse(file.Value.GetProperty(reader).GetString() ?? "");
                if (ours is null) differences.Add(new(file.Name, reader, "unreadable"));
                else if (ours != theirs) differences.Add(new(file.Name, reader, Groups(ours, theirs)));
            }
        }
        AcceptedDifferences.Load(Table).Check(differences, looked);
        Assert.True(looked.Count > 70);
    }

    [Fact] public void Names_of_the_made_files_are_those_they_were_made_of()
    {
        if (Corpus.Root is null) { output.WriteLine("No corpus on this machine."); return; }
        using var expected = JsonDocument.Parse(Corpus.Read("synthetic/charset/expected.json"));
        var compared = 0;
        foreach (var file in expected.RootElement.EnumerateObject())
        {
            var dataSet = Part10.Read(Corpus.Read("synthetic/" + file.Name)).DataSet;
            if (file.Value.GetProperty("PatientName").GetString() is { } name)
            {
                Assert.Equal(PersonName.Parse(name), dataSet.GetPersonName(Tags.PatientName));
                Assert.True(dataSet.CharacterSet.TryEncode(name, Vr.PN, out var value), file.Name);
                Assert.Equal(name, dataSet.CharacterSet.Decode(value, Vr.PN));
            }
            else Assert.Equal(NoName[file.Name], dataSet.GetString(Tags.PatientName)); // bytes that the term does not allow
            compared++;
        }
        Assert.Equal(expected.RootElement.EnumerateObject().Count(), compared);
    }

    /// <summary>Files whose bytes are not of the repertoire that holds, and how we show them: nothing is lost, nothing is guessed.</summary>
    private static readonly Dictionary<string, string> NoName = new(StringComparer.Ordinal)
    {
        ["charset/no_charset_latin1_bytes.dcm"] = "Müller^Jörg",
        ["charset/utf8_label_latin1_bytes.dcm"] = "M\uFFFDller^J\uFFFDrg",
    };

    private static PersonName? NameOf(string path)
    {
        try
        {
            return Part10.Read(Corpus.Read(path)).DataSet.GetPersonName(Tags.PatientName) ?? new PersonName("");
        }
        catch (DicomFormatException)
        {
            return null;
        }
    }

    private static string Groups(PersonName ours, PersonName theirs)
    {
        List<string> groups = [];
        if (ours.Alphabetic != theirs.Alphabetic) groups.Add("alphabetic");
        if (ours.Ideographic != theirs.Ideographic) groups.Add("ideographic");
        if (ours.Phonetic != theirs.Phonetic) groups.Add("phonetic");
        return string.Join(' ', groups);
    }
}
