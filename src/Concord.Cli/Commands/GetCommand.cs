using System.CommandLine;
using System.Globalization;
using Concord.Cli.Retrieving;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Network;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary><c>concord get</c>: retrieves into files over the association that asks.</summary>
internal static class GetCommand
{
    public static Command Build(Terminal terminal)
    {
        var from = Arguments.Peer("--from", "Whom to ask.");
        var caller = Arguments.CallingAe();
        var connection = new ConnectionOptions();
        var folder = new Option<string>("--out") { Description = "Folder to write into; made when it is not there.", Required = true, HelpName = "DIR" };
        var selection = new SelectionOptions();
        var command = new Command("get", "Retrieve objects into files (C-GET).") { from, caller, folder };
        connection.AddTo(command);
        selection.AddTo(command);
        command.SetAction((parsed, cancel) => Run(connection.Of(parsed, parsed.GetValue(from)!), connection.Options(parsed, parsed.GetValue(caller)!), parsed.GetValue(folder)!, selection.Of(parsed), terminal, cancel));
        return command;
    }

    private static async Task<int> Run(RemotePeer peer, NetworkOptions options, string folder, Selection selection, Terminal terminal, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var client = new DicomClient(peer, options);
        var sink = new FileSink(folder, peer.AeTitle);
        var relational = !selection.Level.IsHierarchical(selection.Identifier);
        var classes = await ClassesOf(client, selection, cancel);
        var last = await RetrieveRun.Follow(client.Get(selection.Level.Model, selection.Identifier, sink, classes, relational, cancel), terminal);
        await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{sink.Files} files, {sink.Bytes / 1e6:F1} MB in {folder}"));
        if (sink.FirstFailure is { } failure) await terminal.Error.WriteLineAsync($"concord: {failure}");
        return RetrieveRun.Conclude("get", last, terminal);
    }

    // whoever knows the classes of a study can offer each in every syntax; else the common ones are offered
    private static async Task<IReadOnlyCollection<Uid>?> ClassesOf(DicomClient client, Selection selection, CancellationToken cancel)
    {
        if (selection.Identifier.GetUid(Tags.StudyInstanceUID) is not { } study) return null;
        var question = new DataSet().SetString(Tags.QueryRetrieveLevel, QueryLevelName.Study.Code).SetUid(Tags.StudyInstanceUID, study).SetEmpty(Tags.SOPClassesInStudy);
        var classes = new HashSet<Uid>();
        try
        {
            await foreach (var result in client.Find(InformationModel.StudyRoot, question, cancel: cancel))
                foreach (var text in result.Identifier?.GetStrings(Tags.SOPClassesInStudy) ?? [])
                    if (Uid.TryParse(text, null, out var sopClass)) classes.Add(sopClass);
        }
        catch (AssociationException failure) when (failure.Failure is not (AssociationFailure.NotConnected or AssociationFailure.Rejected))
        {
            return null; // a peer that gives but does not find
        }
        return classes;
    }
}
