namespace Concord.Trust.Identity;

/// <summary>Says who somebody is, for DIMSE and HTTP alike: names with passcodes of the users' file, and tokens. Safe for any thread; nothing it is given is kept or logged.</summary>
/// <remarks>Whether a user does not exist, a passcode is wrong or an address has to wait is not to be told apart, by answer or by time of the computation.</remarks>
public sealed class IdentityVerifier : IDisposable
{
    private static readonly TimeSpan LongestQueue = TimeSpan.FromSeconds(10);

    private readonly FollowedFile<Dictionary<string, UserAccount>> _users;
    private readonly FailedAttempts _attempts;
    private readonly RememberedPasscodes _remembered;
    private readonly TokenVerifier? _tokens;
    private readonly SemaphoreSlim _computing = new(Math.Max(1, Environment.ProcessorCount / 2)); // the rest of the processor is for images
    private readonly UserAccount _nobody = UserAccount.Unmatchable();

    /// <param name="unreadable">Told when a file has changed and cannot be read, so that what it said before holds: the setting that names it, and why. Once a change.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public IdentityVerifier(IdentityOptions options, string dataFolder, TimeProvider time, Action<string, Exception> unreadable)
    {
        var path = options.UsersFile.Length > 0 ? options.UsersFile : Path.Combine(dataFolder, UsersFile.DefaultName);
        _users = new(path, Load, time, e => unreadable("Identity:UsersFile", e));
        _attempts = new(options.FailuresBeforeWaiting, TimeSpan.FromSeconds(options.LongestWaitSeconds), time);
        _remembered = new(TimeSpan.FromSeconds(options.RememberSeconds), time);
        if (options.TokenIssuer.Length > 0) _tokens = new(options, time, e => unreadable("Identity:TokenKeysFile", e));
    }

    /// <summary>Tokens can be verified here.</summary>
    public bool KnowsTokens => _tokens is not null;

    /// <summary>The user, or null. Computes for about a tenth of a second unless the same passcode was right a moment ago.</summary>
    /// <param name="address">Whose failures are counted.</param>
    public async ValueTask<string?> VerifyPasscode(string user, string passcode, string address, CancellationToken cancel)
    {
        if (passcode.Length > UserAccount.MaxPasscode) return Judge(null, address);
        var account = _users.Current.GetValueOrDefault(user);
        if (account is not null && _remembered.Knows(account, passcode)) return account.Name;
        if (_attempts.MustWait(address) || !await _computing.WaitAsync(LongestQueue, cancel)) return null;
        try
        {
            var matches = await Task.Run(() => (account ?? _nobody).Matches(passcode), cancel);
            if (account is null || !matches) return Judge(null, address);
            _remembered.Remember(account, passcode);
            return Judge(account.Name, address);
        }
        finally
        {
            _computing.Release();
        }
    }

    /// <summary>The user that a JSON Web Token names, or null.</summary>
    public async ValueTask<string?> VerifyToken(string token, string address, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_tokens is null || _attempts.MustWait(address)) return null;
        return Judge(await _tokens.Verify(token), address);
    }

    public void Dispose() => _computing.Dispose();

    private static Dictionary<string, UserAccount> Load(string path) => UsersFile.Read(path).ToDictionary(account => account.Name, StringComparer.Ordinal);

    private string? Judge(string? user, string address)
    {
        if (user is null) _attempts.Failed(address);
        else _attempts.Succeeded(address);
        return user;
    }
}
