using System.CommandLine;
using System.Text;
using Concord.Cli.Listing;

namespace Concord.Cli.Commands;

/// <summary><c>concord dump</c>: a readable listing of files.</summary>
internal static class DumpCommand
{
    private const int BufferChars = 4096;

    public static Command Build(Terminal terminal)
    {
        var files = Arguments.Files("DICOM files, or folders of them.");
        var full = new Option<bool>("--full") { Description = "Do not shorten long values." };
        var command = new Command("dump", "List the data elements of files.") { files, full };
        command.SetAction((parsed, cancel) => new FileListing(terminal, (file, output) => Dump(file, parsed.GetValue(full), output)).Run(parsed.GetValue(files)!, cancel));
        return command;
    }

    private static void Dump(ReadFile file, bool full, Stream to)
    {
        using var output = new StreamWriter(to, new UTF8Encoding(false), BufferChars, leaveOpen: true) { NewLine = "\n" };
        output.WriteLine($"# {Printable.Of(file.Path)}");
        output.WriteLine($"# Transfer Syntax: {file.Head.TransferSyntax.Uid} {file.Head.TransferSyntax.Name}");
        var listing = new DataSetListing(output, full);
        listing.Write(file.Head.Meta);
        listing.Write(file.DataSet);
        if (file.IsCutShort) output.WriteLine("# The file is too large to be listed whole: Pixel Data is left out.");
    }
}
