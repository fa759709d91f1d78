using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concord.Cli.Listing;
using Concord.Dicom.Json;

namespace Concord.Cli.Commands;

/// <summary><c>concord json</c>: files in the DICOM JSON Model (PS3.18 Annex F), one object a line.</summary>
internal static class JsonCommand
{
    public static Command Build(Terminal terminal)
    {
        var files = Arguments.Files("DICOM files, or folders of them.");
        var indent = new Option<bool>("--indent") { Description = "Spread each object over lines." };
        var noBulk = new Option<bool>("--no-bulk") { Description = "Name large binary values by a BulkDataURI in place of their bytes." };
        var command = new Command("json", "Print files as DICOM JSON.") { files, indent, noBulk };
        command.SetAction((parsed, cancel) =>
        {
            var options = new JsonWriterOptions { Indented = parsed.GetValue(indent), Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            return new FileListing(terminal, (file, output) => Write(file, options, parsed.GetValue(noBulk), output)).Run(parsed.GetValue(files)!, cancel);
        });
        return command;
    }

    private static void Write(ReadFile file, JsonWriterOptions options, bool noBulk, Stream output)
    {
        if (file.IsCutShort) throw new CommandException("too large to be printed whole");
        using (var json = new Utf8JsonWriter(output, options))
            DicomJsonWriter.Write(json, file.DataSet, noBulk ? (path, element) => BulkUri.Of(file.Path, path, element) : null);
        output.WriteByte((byte)'\n');
    }
}
