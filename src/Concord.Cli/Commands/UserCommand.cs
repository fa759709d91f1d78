using System.CommandLine;
using Concord.Trust.Identity;

namespace Concord.Cli.Commands;

/// <summary><c>concord user</c>: the users of an archive, in the file beside its data. A running server reads a change within a second.</summary>
internal static class UserCommand
{
    public static Command Build(Terminal terminal)
    {
        var data = DataFolderOptions.Data();
        data.Recursive = true;
        var name = new Argument<string>("NAME") { Description = "The user's name." };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !UserAccount.IsName(token.Value)) result.AddError($"'{token.Value}' is no user name: 1 to 64 characters, no colon.");
        });
        var file = new Option<string?>("--passcode-file") { Description = "File whose first line is the passcode; the standard input when left out.", HelpName = "FILE" };
        var add = new Command("add", "Add a user, or change its passcode.") { name, file };
        add.SetAction((parsed, cancel) => Add(PathOf(parsed.GetValue(data)!), parsed.GetValue(name)!, parsed.GetValue(file), cancel));
        var remove = new Command("remove", "Remove a user.") { name };
        remove.SetAction(parsed => Remove(PathOf(parsed.GetValue(data)!), parsed.GetValue(name)!));
        var list = new Command("list", "List the users.");
        list.SetAction((parsed, cancel) => List(PathOf(parsed.GetValue(data)!), terminal, cancel));
        return new Command("user", "Add, remove and list the users of an archive.") { data, add, remove, list };
    }

    private static string PathOf(string folder) => Path.Combine(DataFolderOptions.Of(folder).Folder, UsersFile.DefaultName);

    private static async Task<int> Add(string path, string name, string? file, CancellationToken cancel)
    {
        using var source = file is null ? Console.In : new StreamReader(file);
        var passcode = await source.ReadLineAsync(cancel) ?? "";
        if (passcode.Length is 0 or > UserAccount.MaxPasscode) throw new CommandException($"a passcode has 1 to {UserAccount.MaxPasscode} characters");
        UsersFile.Write(path, UsersFile.Read(path).Where(user => user.Name != name).Append(UserAccount.Create(name, passcode)));
        return ExitCode.Fine;
    }

    private static int Remove(string path, string name)
    {
        var users = UsersFile.Read(path);
        if (users.All(user => user.Name != name)) throw new CommandException($"there is no user {name}");
        UsersFile.Write(path, users.Where(user => user.Name != name));
        return ExitCode.Fine;
    }

    private static async Task<int> List(string path, Terminal terminal, CancellationToken cancel)
    {
        foreach (var user in UsersFile.Read(path)) await terminal.Output.WriteLineAsync(user.Name.AsMemory(), cancel);
        return ExitCode.Fine;
    }
}
