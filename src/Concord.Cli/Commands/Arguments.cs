using System.CommandLine;
using System.CommandLine.Parsing;
using Concord.Network.ServiceClasses;

namespace Concord.Cli.Commands;

/// <summary>Arguments that several verbs take, and how they are checked.</summary>
internal static class Arguments
{
    /// <summary>Files that must be named.</summary>
    public static Argument<string[]> Files(string description) =>
        new("FILE") { Description = description, Arity = ArgumentArity.OneOrMore };

    /// <summary>A peer written <c>AE@HOST:PORT</c>, or <c>AE@HOST:PORT;tls</c>.</summary>
    public static Option<RemotePeer> Peer(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
        HelpName = "AE@HOST:PORT",
        CustomParser = ParsePeer,
    };

    /// <summary>Our own AE title.</summary>
    public static Option<string> CallingAe()
    {
        var caller = new Option<string>("--as") { Description = "Our AE title.", HelpName = "AE", DefaultValueFactory = _ => "CONCORD-CLI" };
        caller.Validators.Add(result =>
        {
            if (result.GetValue(caller) is { } title && !IsAeTitle(title)) result.AddError($"'{title}' is no AE title: 1 to 16 characters.");
        });
        return caller;
    }

    public static Option<bool> Json() => new("--json") { Description = "Answer in JSON." };

    /// <summary>AE of PS3.5 §6.2: 1 to 16 printable characters, no backslash, not only spaces.</summary>
    public static bool IsAeTitle(string title) =>
        title.Trim().Length is > 0 and <= 16 && title.Length <= 16 && !title.AsSpan().ContainsAnyExceptInRange(' ', '~') && !title.Contains('\\', StringComparison.Ordinal);

    public static RemotePeer? ParsePeer(ArgumentResult result)
    {
        if (result.Tokens is [var token] && RemotePeer.TryParse(token.Value, out var peer)) return peer;
        result.AddError($"'{(result.Tokens is [var given, ..] ? given.Value : "")}' is no peer: write AE@HOST:PORT.");
        return null;
    }

    public static Action<OptionResult> Between(Option<int> option, int low, int high) => result =>
    {
        if (result.GetValue(option) < low || result.GetValue(option) > high) result.AddError($"{option.Name} takes {low} to {high}.");
    };

    public static Action<OptionResult> BetweenOrNone(Option<int?> option, int low, int high) => result =>
    {
        if (result.GetValue(option) is { } value && (value < low || value > high)) result.AddError($"{option.Name} takes {low} to {high}.");
    };
}
