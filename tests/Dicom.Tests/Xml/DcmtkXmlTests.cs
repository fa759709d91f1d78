using System.Collections.Concurrent;
using System.Xml;
using System.Xml.Linq;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;
using Concord.Dicom.Xml;
using Dicom.Tests.Oracles;
using Xunit.Abstractions;

namespace Dicom.Tests.Xml;

/// <summary>Our Native DICOM Model against what DCMTK's dcm2xml makes of the same files; <c>differences.csv</c> lists where and why they differ.</summary>
public sealed class DcmtkXmlTests(ITestOutputHelper output)
{
    private const string Table = "Xml/differences.csv";

    /// <summary>What dcm2xml does everywhere, each time checked to be just that: what is left is listed in the table.</summary>
    private static readonly string[] Habits = ["words swapped", "fragments left out", "private VR unknown", "keyword left out", "charset added", "last digits"];
    private const int Stride = 9;

    [Fact] public async Task Files_say_the_same_as_with_another_toolkit_but_for_what_is_listed()
    {
        if (Corpus.Root is null) { output.WriteLine("No corpus on this machine."); return; }
        if (Tool.Missing("dcm2xml") is { } missing) { output.WriteLine($"{missing} is not installed."); return; }
        var differences = new ConcurrentBag<Difference>();
        string[] paths = [.. Corpus.Manifest(Stride).Select(row => row["path"])];
        await Tool.ForEach(paths, async path =>
        {
            var file = Path.Combine(Corpus.Root, path);
            var theirs = await Tool.Run("dcm2xml", "-q", "-nat", "+Xn", "+Eb", "+M", "+U8", file);
            var ours = Ours(file);
            if (theirs.ExitCode != 0 || ours is null) differences.Add(new(path, "", $"{(ours is null ? "unreadable" : "read")} {(theirs.ExitCode == 0 ? "read" : "unreadable")}"));
            else if (Document(theirs.Output) is { } document) new XmlComparison(path, differences).CompareElements("", ours.Root!, document.Root!);
            else differences.Add(new(path, "", "no XML"));
        });
        var habits = differences.Where(difference => Habits.Contains(difference.Kind, StringComparer.Ordinal)).CountBy(difference => difference.Kind).ToDictionary(StringComparer.Ordinal);
        output.WriteLine($"{paths.Length} files; {string.Join(", ", habits.Select(habit => $"{habit.Key} {habit.Value}"))}");
        if (Corpus.IsWholeSweep) Assert.Equal(Habits.Order(StringComparer.Ordinal), habits.Keys.Order(StringComparer.Ordinal));
        AcceptedDifferences.Load(Table).Check(differences.Where(difference => !habits.ContainsKey(difference.Kind)), paths.ToHashSet(StringComparer.Ordinal));
        Assert.True(paths.Length > 100);
    }

    private static XDocument? Ours(string file)
    {
        try
        {
            var buffer = new MemoryStream();
            using (var xml = XmlWriter.Create(buffer, DicomXmlWriter.Settings)) DicomXmlWriter.Write(xml, Part10.Read(File.ReadAllBytes(file)).DataSet);
            return Document(buffer.ToArray());
        }
        catch (DicomFormatException)
        {
            return null;
        }
    }

    private static XDocument? Document(byte[] xml)
    {
        try
        {
            return XDocument.Load(XmlReader.Create(new MemoryStream(xml), new XmlReaderSettings { CheckCharacters = false }), LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>One file's comparison.</summary>
    private sealed class XmlComparison(string path, ConcurrentBag<Difference> differences)
    {
        public void CompareElements(string at, XElement ours, XElement theirs)
        {
            var (own, their) = (ByName(ours), ByName(theirs));
            foreach (var (name, element) in their)
            {
                if (own.TryGetValue(name, out var same)) CompareElement(at + name, same, element);
                else Add(at + name, name == "00080005" && element.Value.Trim() == "ISO_IR 192" ? "charset added" : "missing");
            }
            foreach (var name in own.Keys)
                if (!their.ContainsKey(name)) Add(at + name, "more");
        }

        private void CompareElement(string at, XElement ours, XElement theirs)
        {
            var (vr, theirVr) = (Attribute(ours, "vr"), Attribute(theirs, "vr"));
            if (Attribute(ours, "keyword") != Attribute(theirs, "keyword")) Add(at, Attribute(theirs, "keyword").Length == 0 ? "keyword left out" : "keyword");
            if (vr != theirVr)
            {
                Add(at, theirVr == "UN" && ours.Attribute("privateCreator") is not null ? "private VR unknown" : $"vr {vr} {theirVr}");
                return;
            }
            XElement[] own = [.. ours.Elements()], their = [.. theirs.Elements()];
            if (own.Length != their.Length) Add(at, $"count {own.Length} {their.Length}");
            for (var i = 0; i < Math.Min(own.Length, their.Length); i++) CompareValue(at, i, vr, own[i], their[i]);
        }

        private void CompareValue(string at, int index, string vr, XElement ours, XElement theirs)
        {
            if (ours.Name != theirs.Name) Add(at, $"{ours.Name.LocalName} {theirs.Name.LocalName}");
            else if (Attribute(ours, "number") != Attribute(theirs, "number")) Add(at, "number");
            else if (ours.Name.LocalName == "Item") CompareElements($"{at}/{index}/", ours, theirs);
            else if (ours.Name.LocalName == "PersonName")
            {
                if (!string.Equals(Name(ours), Name(theirs), StringComparison.Ordinal)) Add(at, "name");
            }
            else if (ours.Name.LocalName == "InlineBinary") CompareBinary(at, vr, Convert.FromBase64String(ours.Value), Convert.FromBase64String(theirs.Value));
            else if (vr is "FL" or "FD" && Real(ours.Value) is { } own && Real(theirs.Value) is { } their) CompareReals(at, vr, own, their);
            else if (!string.Equals(ours.Value, theirs.Value, StringComparison.Ordinal)) Add(at, "value");
        }

        private void CompareReals(string at, string vr, double ours, double theirs)
        {
            if (vr == "FL" ? (float)ours == (float)theirs : ours == theirs) return;
            Add(at, vr == "FD" && Math.Abs(ours - theirs) <= 1e-14 * Math.Abs(ours) ? "last digits" : "value");
        }

        private void CompareBinary(string at, string vr, byte[] ours, byte[] theirs)
        {
            if (ours.AsSpan().SequenceEqual(theirs)) return;
            if (theirs.Length == 0 && at.EndsWith("7FE00010", StringComparison.Ordinal) && EncapsulatedStream.TryRead(ours, out _)) Add(at, "fragments left out");
            else
            {
                var unit = vr switch { "OW" => 2, "OF" or "OL" => 4, "OD" or "OV" => 8, _ => 1 };
                for (var i = 0; i + unit <= theirs.Length; i += unit) Array.Reverse(theirs, i, unit);
                Add(at, ours.AsSpan().SequenceEqual(theirs) ? "words swapped" : "value");
            }
        }

        private static double? Real(string text) =>
            double.TryParse(text.Replace("inf", "Infinity", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;

        private static string Name(XElement name) => string.Join('|', name.Elements().SelectMany(group => group.Elements().Select(part => $"{group.Name.LocalName}.{part.Name.LocalName}={part.Value}")));

        private static Dictionary<string, XElement> ByName(XElement parent)
        {
            var named = new Dictionary<string, XElement>(StringComparer.Ordinal);
            foreach (var element in parent.Elements()) named.TryAdd($"{Attribute(element, "tag")}{(element.Attribute("privateCreator") is { } creator ? $"[{creator.Value}]" : "")}", element);
            return named;
        }

        private static string Attribute(XElement element, string name) => element.Attribute(name)?.Value ?? "";

        private void Add(string where, string kind) => differences.Add(new(path, where, kind));
    }
}
