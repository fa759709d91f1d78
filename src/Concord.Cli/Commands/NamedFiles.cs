using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Concord.Cli.Commands;

/// <summary>What the files hold that options name: certificates, keys, passcodes, tokens.</summary>
internal static class NamedFiles
{
    /// <summary>Authorities whose certificates are believed; null when no file is named.</summary>
    /// <exception cref="CommandException">There is no certificate in the file.</exception>
    public static X509Certificate2Collection? Authorities(string? file)
    {
        if (file is null) return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CommandException($"{file} has no certificate");
    }

    /// <summary>A certificate with its chain and key; null when no file is named.</summary>
    /// <param name="key">File of the key; null: it is in the same file.</param>
    public static SslStreamCertificateContext? Certificate(string? file, string? key)
    {
        if (file is null) return null;
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(file);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(file, key ?? file), chain, offline: true);
    }

    /// <summary>A passcode: the first line of a file.</summary>
    /// <exception cref="CommandException">The line is empty, or there is none.</exception>
    public static string FirstLine(string file) => File.ReadLines(file).FirstOrDefault() is { Length: > 0 } line ? line : throw new CommandException($"{file} has no passcode");

    /// <summary>A token: all of a file but the white space around it.</summary>
    /// <exception cref="CommandException">There is nothing in the file.</exception>
    public static string Token(string file) => File.ReadAllText(file).Trim() is { Length: > 0 } token ? token : throw new CommandException($"{file} has no token");
}
