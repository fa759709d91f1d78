using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concord.Cli.Listing;
using Concord.Cli.Retrieving;
using Concord.Cli.Sending;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Json;
using Concord.Network;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary><c>concord find</c>: queries a peer.</summary>
internal static class FindCommand
{
    private const int MaxRows = 1_000_000;

    public static Command Build(Terminal terminal)
    {
        var from = Arguments.Peer("--from", "Whom to ask.");
        var caller = Arguments.CallingAe();
        var connection = new ConnectionOptions();
        var level = new Option<string>("--level") { Description = "What to find.", DefaultValueFactory = _ => QueryLevelName.Study.Name };
        var more = new Option<string[]>("--return") { Description = "Elements to return, by keyword.", AllowMultipleArgumentsPerToken = true, HelpName = "KEYWORD" };
        var limit = new Option<int>("--limit") { Description = "Most answers.", DefaultValueFactory = _ => MaxRows, HelpName = "N" };
        var json = Arguments.Json();
        var keys = new Argument<string[]>("KEY=VALUE") { Description = "What must match, for instance PatientName=ZHANG* StudyDate=20260101-", Arity = ArgumentArity.ZeroOrMore };
        level.AcceptOnlyFromAmong([.. QueryLevelName.All.Select(known => known.Name)]);
        more.Validators.Add(CheckKeywords);
        keys.Validators.Add(CheckKeys);
        limit.Validators.Add(Arguments.Between(limit, 1, MaxRows));
        var command = new Command("find", "Query a peer (C-FIND).") { from, caller, level, more, limit, json, keys };
        connection.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            var wanted = QueryLevelName.All.First(known => known.Name == parsed.GetValue(level));
            var named = parsed.GetValue(more) ?? [];
            string[] all = [.. parsed.GetValue(keys)!, .. named.Where(IsKey)];      // --return takes all that follows it: keys too
            var columns = named.Any(name => !IsKey(name)) ? [.. named.Where(name => !IsKey(name)).Select(TagOf)] : wanted.Columns;
            return Run(connection.Of(parsed, parsed.GetValue(from)!), connection.Options(parsed, parsed.GetValue(caller)!), wanted, all, columns, parsed.GetValue(limit), parsed.GetValue(json), terminal, cancel);
        });
        return command;
    }

    private static async Task<int> Run(
        RemotePeer peer, NetworkOptions options, QueryLevelName level, string[] keys, IReadOnlyList<Tag> columns, int limit, bool json, Terminal terminal, CancellationToken cancel)
    {
        var identifier = Identifier(level, keys, columns);
        var client = new DicomClient(peer, options);
        var table = new TextTable([.. columns.Select(NameOf)]);
        var rows = 0;
        await foreach (var result in client.Find(level.Model, identifier, relational: !level.IsHierarchical(identifier), cancel))
        {
            if (result.Identifier is not { } match)
            {
                if (result.Status.IsSuccess) continue;
                throw new CommandException($"{peer.AeTitle}@{peer.Host}:{peer.Port}: find {SendTally.Explain(result.Status)}");
            }
            if (json) await WriteJson(match, terminal, cancel);
            else table.Add([.. columns.Select(tag => string.Join('\\', match.GetStrings(tag)))]);
            if (++rows >= limit) break; // leaving the loop ends the query by C-CANCEL
        }
        if (!json && rows > 0) table.Write(terminal.Output);
        return ExitCode.Fine;
    }

    private static DataSet Identifier(QueryLevelName level, string[] keys, IReadOnlyList<Tag> columns)
    {
        var identifier = new DataSet();
        if (keys.Any(key => !System.Text.Ascii.IsValid(key))) identifier.SetString(Tags.SpecificCharacterSet, "ISO_IR 192");
        identifier.SetString(Tags.QueryRetrieveLevel, level.Code).SetEmpty(level.Key);
        foreach (var tag in columns) identifier.SetEmpty(tag);
        foreach (var key in keys)
        {
            var (name, value) = Split(key);
            identifier.SetString(TagOf(name), value);
        }
        return identifier;
    }

    private static async Task WriteJson(DataSet match, Terminal terminal, CancellationToken cancel)
    {
        var output = await terminal.OpenBinary(cancel);
        await using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) DicomJsonWriter.Write(json, match);
        await output.WriteAsync("\n"u8.ToArray(), cancel);
    }

    private static void CheckKeywords(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (IsKey(token.Value)) CheckKey(result, token.Value);
            else if (!DataDictionary.TryFindTag(token.Value, out _)) result.AddError($"'{token.Value}' is no keyword of the data dictionary.");
        }
    }

    private static void CheckKeys(ArgumentResult result)
    {
        foreach (var token in result.Tokens) CheckKey(result, token.Value);
    }

    private static void CheckKey(SymbolResult result, string key)
    {
        var (name, value) = Split(key);
        if (value is null) result.AddError($"'{key}' is no key: write KEYWORD=VALUE.");
        else if (!DataDictionary.TryFindTag(name, out var tag)) result.AddError($"'{name}' is no keyword of the data dictionary.");
        else if (!DataDictionary.VrOf(tag).IsString) result.AddError($"'{name}' is no text and cannot be matched here.");
    }

    private static bool IsKey(string text) => text.Contains('=', StringComparison.Ordinal);

    private static (string Name, string Value) Split(string key)
    {
        var at = key.IndexOf('=', StringComparison.Ordinal);
        return at < 1 ? (key, null!) : (key[..at], key[(at + 1)..]);
    }

    private static Tag TagOf(string keyword) => DataDictionary.TryFindTag(keyword, out var tag) ? tag : throw new CommandException($"'{keyword}' is no keyword");

    private static string NameOf(Tag tag) => DataDictionary.TryFind(tag, out var definition) ? definition.Keyword : tag.ToString();
}
