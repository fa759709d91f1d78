using System.CommandLine;
using System.CommandLine.Parsing;
using Concord.Cli.Converting;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Imaging.Codecs;
using Concord.Imaging.Transcoding;

namespace Concord.Cli.Commands;

/// <summary><c>concord convert</c>: a file in another transfer syntax.</summary>
internal static class ConvertCommand
{
    public static Command Build()
    {
        var target = new Option<TransferSyntax>("--to") { Description = "The transfer syntax, by UID or keyword (PS3.6 Table A-1).", Required = true, HelpName = "SYNTAX", CustomParser = ParseSyntax };
        var lossy = new Option<int?>("--lossy") { Description = "Let samples change, for a smaller file: 1 (small) to 100 (near to the original). Makes a new SOP Instance UID.", HelpName = "QUALITY" };
        lossy.Validators.Add(Arguments.BetweenOrNone(lossy, 1, 100));
        var codec = new Option<string>("--codec") { Description = "The codec program, which ./run builds.", HelpName = "FILE", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "..", "codec", "concord-codec") };
        var input = new Argument<string>("IN") { Description = "A DICOM file." };
        var output = new Argument<string>("OUT") { Description = "The file to write; one that is there is replaced." };
        var command = new Command("convert", "Put a file into another transfer syntax.") { target, lossy, codec, input, output };
        command.SetAction(async (parsed, cancel) =>
        {
            var encoding = parsed.GetValue(lossy) is { } quality ? new EncodeOptions { IsLossless = false, Quality = quality } : EncodeOptions.Lossless;
            var run = new ConvertRun(parsed.GetValue(target)!, new TranscodeOptions { Encoding = encoding }, Path.GetFullPath(parsed.GetValue(codec)!));
            await run.Convert(parsed.GetValue(input)!, parsed.GetValue(output)!, cancel);
            return ExitCode.Fine;
        });
        return command;
    }

    private static TransferSyntax? ParseSyntax(ArgumentResult result)
    {
        var text = result.Tokens is [var token, ..] ? token.Value : "";
        var isUid = Uid.TryParse(text, out Uid uid);
        var named = TransferSyntax.All.FirstOrDefault(syntax => isUid ? syntax.Uid == uid : syntax.Keyword.Equals(text, StringComparison.OrdinalIgnoreCase));
        if (named is null) result.AddError($"'{text}' is no transfer syntax of the standard.");
        return named;
    }
}
