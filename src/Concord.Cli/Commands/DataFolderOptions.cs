using System.CommandLine;
using Concord.Vault.Receive;

namespace Concord.Cli.Commands;

/// <summary>The data folder that offline verbs work on, under its lock.</summary>
internal static class DataFolderOptions
{
    public static Option<string> Data() => new("--data") { Description = "The archive's data folder.", Required = true, HelpName = "DIR" };

    /// <exception cref="CommandException">There is no such folder: a verb that checks must not make one.</exception>
    public static VaultOptions Of(string folder) =>
        Directory.Exists(folder) ? new VaultOptions { Folder = folder } : throw new CommandException($"{folder} is not there");
}
