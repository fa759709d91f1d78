using System.CommandLine;
using System.Globalization;
using Concord.Trust.Keys;

namespace Concord.Cli.Commands;

/// <summary><c>concord cert</c>: certificates for a site that has no authority of its own.</summary>
internal static class CertCommand
{
    private const int MaxDays = 3650;

    public static Command Build(Terminal terminal)
    {
        var folder = new Option<string>("--out") { Description = "Folder to write into; made when it is not there.", Required = true, HelpName = "DIR" };
        var names = new Option<string[]>("--name") { Description = "Host names and IP addresses that the server is called by.", Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "HOST" };
        var clients = new Option<string[]>("--client") { Description = "Names of clients that get certificates.", AllowMultipleArgumentsPerToken = true, HelpName = "NAME" };
        var days = new Option<int>("--days") { Description = "How long they hold.", DefaultValueFactory = _ => 825, HelpName = "N" };
        var bits = new Option<int>("--bits") { Description = "Length of the RSA keys.", DefaultValueFactory = _ => 3072, HelpName = "N" };
        bits.Validators.Add(Arguments.Between(bits, 2048, 8192));
        days.Validators.Add(Arguments.Between(days, 1, MaxDays));
        clients.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!IsFileName(token.Value)) result.AddError($"'{token.Value}' is no client name: letters, digits, '-', '_' and '.'.");
        });
        var command = new Command("cert", "Make an authority, a server's and clients' certificates.") { folder, names, clients, days, bits };
        command.SetAction((parsed, cancel) =>
            Run(parsed.GetValue(folder)!, parsed.GetValue(names)!, parsed.GetValue(clients) ?? [], parsed.GetValue(days), parsed.GetValue(bits), terminal, cancel));
        return command;
    }

    private static async Task<int> Run(string folder, string[] names, string[] clients, int days, int bits, Terminal terminal, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        if (File.Exists(Path.Combine(folder, "ca.pem"))) throw new CommandException($"{folder} has an authority already");
        var from = TimeProvider.System.GetUtcNow().AddHours(-1); // clocks of peers are late
        var until = from.AddDays(days);
        using var authority = new PrivateAuthority(string.Create(CultureInfo.InvariantCulture, $"Concord private authority {from:yyyy-MM-dd}"), from, until, bits);
        await Write(folder, "ca", authority.Own, cancel);
        await Write(folder, "server", authority.IssueServer(names, from, until), cancel);
        foreach (var client in clients) await Write(folder, client, authority.IssueClient(client, from, until), cancel);
        await terminal.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"authority, server and {clients.Length} client certificates in {folder}, until {until:yyyy-MM-dd}"));
        return ExitCode.Fine;
    }

    private static async Task Write(string folder, string name, IssuedCertificate issued, CancellationToken cancel)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".pem"), issued.CertificatePem + "\n", cancel);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var key = new StreamWriter(Path.Combine(folder, name + "-key.pem"), options);
        await key.WriteLineAsync(issued.KeyPem.AsMemory(), cancel);
    }

    private static bool IsFileName(string name) =>
        name.Length is > 0 and <= 64 && name is not ("ca" or "server" or "." or "..") && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
