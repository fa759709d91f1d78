namespace Concord.Server.Sends;

/// <summary>How one try ended.</summary>
internal abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>Everything was tried; what was refused, if anything, was refused for good.</summary>
    /// <param name="Problem">Of the last refusal; null when there was none.</param>
    public sealed record Finished(string? Problem) : SendOutcome;

    /// <summary>Something is left that may go well later.</summary>
    /// <param name="PeerIsAway">Nothing else for the same peer needs to be tried before.</param>
    public sealed record PutOff(string Problem, bool PeerIsAway = false) : SendOutcome;

    /// <summary>It can never go well.</summary>
    public sealed record Hopeless(string Problem) : SendOutcome;

    /// <summary>The archive ends, or it was called off.</summary>
    public sealed record BrokenOff : SendOutcome;
}
