using System.CommandLine;
using System.Globalization;
using Concord.Cli.Synth;

namespace Concord.Cli.Commands;

/// <summary><c>concord synth</c>: writes deterministic synthetic studies.</summary>
internal static class SynthCommand
{
    private const int MaxStudies = 10_000, MaxSlices = 2_000;

    public static Command Build(Terminal terminal)
    {
        var folder = new Option<string>("--out") { Description = "Folder to write into; made when it is not there.", Required = true, HelpName = "DIR" };
        var sets = Sets();
        var seed = new Option<long>("--seed") { Description = "The same seed makes the same bytes.", DefaultValueFactory = _ => 1 };
        var studies = new Option<int>("--studies") { Description = "Studies of each family named.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var slices = new Option<int?>("--slices") { Description = "Slices of each volume.", HelpName = "N" };
        studies.Validators.Add(Arguments.Between(studies, 1, MaxStudies));
        slices.Validators.Add(Arguments.BetweenOrNone(slices, 1, MaxSlices));
        var command = new Command("synth", "Write synthetic studies of every equipment family.") { folder, sets, seed, studies, slices };
        command.SetAction((parsed, cancel) =>
        {
            var options = new SynthOptions
            {
                Sets = parsed.GetValue(sets)!,
                Seed = parsed.GetValue(seed),
                Studies = parsed.GetValue(studies),
                Slices = parsed.GetValue(slices),
            };
            return Run(options, parsed.GetValue(folder)!, terminal, cancel);
        });
        return command;
    }

    private static Option<string[]> Sets()
    {
        var sets = new Option<string[]>("--set")
        {
            Description = $"demo, small, or families: {string.Join(' ', SynthFamilies.All.Select(family => family.Name))}.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "SET",
            DefaultValueFactory = _ => [SynthPlan.Demo],
        };
        sets.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!SynthPlan.IsKnown(token.Value)) result.AddError($"There is no set or family named '{token.Value}'.");
        });
        return sets;
    }

    private static async Task<int> Run(SynthOptions options, string folder, Terminal terminal, CancellationToken cancel)
    {
        long files = 0, bytes = 0;
        var plan = SynthPlan.Of(options);
        await SynthWriter.Write(plan, folder, length =>
        {
            Interlocked.Increment(ref files);
            Interlocked.Add(ref bytes, length);
        }, cancel);
        await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{plan.Count} studies, {files} files, {bytes / 1e6:F1} MB in {folder}"));
        return ExitCode.Fine;
    }
}
