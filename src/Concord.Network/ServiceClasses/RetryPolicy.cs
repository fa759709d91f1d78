using System.Security.Cryptography;

namespace Concord.Network.ServiceClasses;

/// <summary>How often, and after what pause, sending is tried anew after a failure that may pass.</summary>
/// <param name="Retries">Most tries in a row after the first, none of which got anything done.</param>
/// <param name="First">Pause before the first retry; each later one is twice as long.</param>
/// <param name="Longest">No pause is longer.</param>
public sealed record RetryPolicy(int Retries, TimeSpan First, TimeSpan Longest)
{
    private const int MaxDoublings = 30;

    internal static RetryPolicy ForStore(NetworkOptions options) => Of(options.StoreRetries, options);

    /// <summary>Somebody waits for the C-MOVE to end: it has a policy of its own.</summary>
    internal static RetryPolicy ForMove(NetworkOptions options) => Of(options.MoveRetries, options);

    /// <summary>The pause before a retry, counted from 1: the upper half of it by chance, so that many who failed together do not come back together.</summary>
    public TimeSpan PauseBefore(int retry)
    {
        var whole = Math.Min(First.TotalMilliseconds * Math.Pow(2, Math.Min(retry - 1, MaxDoublings)), Longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds((whole / 2) + RandomNumberGenerator.GetInt32((int)(whole / 2) + 1));
    }

    private static RetryPolicy Of(int retries, NetworkOptions options) =>
        new(retries, TimeSpan.FromSeconds(options.RetrySeconds), TimeSpan.FromSeconds(options.MaxRetrySeconds));
}
