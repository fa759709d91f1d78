using System.CommandLine;
using System.Xml;
using Concord.Cli.Listing;
using Concord.Dicom.Xml;

namespace Concord.Cli.Commands;

/// <summary><c>concord xml</c>: files in the Native DICOM Model (PS3.19 §A.1), one document after the other.</summary>
internal static class XmlCommand
{
    public static Command Build(Terminal terminal)
    {
        var files = Arguments.Files("DICOM files, or folders of them.");
        var indent = new Option<bool>("--indent") { Description = "Spread each document over lines." };
        var noBulk = new Option<bool>("--no-bulk") { Description = "Name large binary values by a URI in place of their bytes." };
        var command = new Command("xml", "Print files as Native DICOM Model XML.") { files, indent, noBulk };
        command.SetAction((parsed, cancel) =>
            new FileListing(terminal, (file, output) => Write(file, parsed.GetValue(indent), parsed.GetValue(noBulk), output)).Run(parsed.GetValue(files)!, cancel));
        return command;
    }

    private static void Write(ReadFile file, bool isIndented, bool noBulk, Stream output)
    {
        if (file.IsCutShort) throw new CommandException("too large to be printed whole");
        using (var xml = XmlWriter.Create(output, DicomXmlWriter.Settings))
            DicomXmlWriter.Write(xml, file.DataSet, noBulk ? (path, element) => BulkUri.Of(file.Path, path, element) : null, isIndented);
        output.WriteByte((byte)'\n');
    }
}
