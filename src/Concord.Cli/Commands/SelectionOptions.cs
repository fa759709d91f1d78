using System.CommandLine;
using Concord.Cli.Retrieving;

namespace Concord.Cli.Commands;

/// <summary>The options that name what is retrieved.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string?> _patient = new("--patient") { Description = "Patient ID.", HelpName = "ID" };
    private readonly Option<string?> _study = Uid("--study", "Study Instance UID.");
    private readonly Option<string?> _series = Uid("--series", "Series Instance UID.");
    private readonly Option<string?> _instance = Uid("--instance", "SOP Instance UID.");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_patient, _study, _series, _instance]) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.Errors.Any()) return;
            if (result.GetValue(_patient) is null && result.GetValue(_study) is null && result.GetValue(_series) is null && result.GetValue(_instance) is null)
                result.AddError("Name what to retrieve: --study, --series, --instance or --patient.");
        });
    }

    public Selection Of(ParseResult parsed) =>
        Selection.Of(parsed.GetValue(_patient), parsed.GetValue(_study), parsed.GetValue(_series), parsed.GetValue(_instance))
        ?? throw new CommandException("nothing is named");

    private static Option<string?> Uid(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "UID" };
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is { } text && !Concord.Dicom.DataElements.Uid.TryParse(text, null, out _)) result.AddError($"'{text}' is no UID.");
        });
        return option;
    }
}
