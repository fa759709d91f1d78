using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Concord.Cli.Commands;

/// <summary>How a verb calls a running server over HTTP: where, as whom, and whose certificates it believes.</summary>
internal sealed class WebOptions
{
    private const string DefaultServer = "http://127.0.0.1:8080";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Option<string> _server = new("--server") { Description = "The server's address.", DefaultValueFactory = _ => DefaultServer, HelpName = "URL", Recursive = true };
    private readonly Option<string?> _user = new("--user") { Description = "Who we are there.", HelpName = "NAME", Recursive = true };
    private readonly Option<string?> _passcode = new("--passcode-file") { Description = "File whose first line is the user's passcode.", HelpName = "FILE", Recursive = true };
    private readonly Option<string?> _token = new("--token-file") { Description = "File with a token that says who we are (Bearer).", HelpName = "FILE", Recursive = true };
    private readonly Option<string?> _authorities = new("--tls-ca") { Description = "Authorities whose certificates are believed, PEM; the system's when left out.", HelpName = "FILE", Recursive = true };
    private readonly Option<string?> _certificate = new("--tls-cert") { Description = "Our certificate, PEM.", HelpName = "FILE", Recursive = true };
    private readonly Option<string?> _key = new("--tls-key") { Description = "Its key, PEM, when it is in a file of its own.", HelpName = "FILE", Recursive = true };

    /// <summary>Adds the options to a command and to those below it.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_server, _user, _passcode, _token, _authorities, _certificate, _key]) command.Add(option);
        _server.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValue(_server), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) result.AddError("--server takes a URL.");
        });
        foreach (var verb in command.Subcommands) verb.Validators.Add(result =>
        {
            if ((result.GetValue(_user) is null) != (result.GetValue(_passcode) is null)) result.AddError("--user and --passcode-file need each other.");
            else if (result.GetValue(_user) is not null && result.GetValue(_token) is not null) result.AddError("--user and --token-file exclude each other.");
            else if (result.GetValue(_user)?.Contains(':', StringComparison.Ordinal) == true) result.AddError("--user takes a name without a colon.");
            else if (result.GetValue(_key) is not null && result.GetValue(_certificate) is null) result.AddError("--tls-key needs --tls-cert.");
            else if ((result.GetValue(_user) ?? result.GetValue(_token)) is not null
                && Uri.TryCreate(result.GetValue(_server), UriKind.Absolute, out var address) && address is { IsLoopback: false, Scheme: "http" })
                result.AddError("Who we are is told over https alone, unless the server is on this machine.");
        });
    }

    /// <summary>Asks the server and hands the answer on, whatever its status.</summary>
    /// <exception cref="CommandException">There is no answer to be had, or a file does not hold what it should.</exception>
    public async Task<T> Ask<T>(ParseResult parsed, Func<HttpClient, Task<T>> ask, CancellationToken cancel)
    {
        try
        {
            using var http = Client(parsed);
            return await ask(http);
        }
        catch (HttpRequestException failure) when (failure.InnerException is AuthenticationException untrusted)
        {
            throw new CommandException($"no TLS with the server: {(untrusted.InnerException ?? untrusted).Message}", failure);
        }
        catch (CryptographicException failure)
        {
            throw new CommandException($"a certificate or key cannot be used: {failure.Message}", failure);
        }
        catch (OperationCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"the server does not answer within {Longest.TotalSeconds:F0} s"), late);
        }
    }

    private HttpClient Client(ParseResult parsed)
    {
        var authorization = Authorization(parsed);
        var http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // what says who we are goes to nobody else
            SslOptions = new()
            {
                CertificateChainPolicy = Policy(NamedFiles.Authorities(parsed.GetValue(_authorities))),
                ClientCertificateContext = NamedFiles.Certificate(parsed.GetValue(_certificate), parsed.GetValue(_key)),
            },
        })
        {
            BaseAddress = new(parsed.GetValue(_server)!.TrimEnd('/') + "/"),
            Timeout = Longest,
        };
        http.DefaultRequestHeaders.Authorization = authorization;
        return http;
    }

    private AuthenticationHeaderValue? Authorization(ParseResult parsed)
    {
        if (parsed.GetValue(_token) is { } token) return Bearer(NamedFiles.Token(token)) ?? throw new CommandException($"{token} has no token");
        return parsed.GetValue(_user) is { } user
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{NamedFiles.FirstLine(parsed.GetValue(_passcode)!)}")))
            : null;
    }

    /// <summary>Null for what no header may hold: the exception that it would make names the token.</summary>
    private static AuthenticationHeaderValue? Bearer(string token) => token.AsSpan().ContainsAnyExceptInRange('!', '~') ? null : new("Bearer", token);

    private static X509ChainPolicy? Policy(X509Certificate2Collection? authorities)
    {
        if (authorities is null) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
