using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Who has called since the start, for the people who run the archive: the latest callers, with their implementations. Safe for any thread.</summary>
public sealed class CallerLedger(TimeProvider time)
{
    /// <summary>Most callers kept; beyond, the one that called longest ago is forgotten.</summary>
    public const int MaxCallers = 1000;

    internal const int MaxUid = 64;
    internal const int MaxName = 16;

    private readonly Lock _changing = new();
    private readonly Dictionary<(string, string), CallerRecord> _callers = [];

    /// <summary>The latest caller first.</summary>
    public IReadOnlyList<CallerRecord> List()
    {
        lock (_changing) return [.. _callers.Values.OrderByDescending(caller => caller.LastAt)];
    }

    internal void Note(AssociateRequest request, in Caller caller, bool isAccepted)
    {
        var (key, now) = ((request.CallingAeTitle, caller.Address), time.GetUtcNow());
        lock (_changing)
        {
            _callers.TryGetValue(key, out var known);
            if (known is null && _callers.Count >= MaxCallers) _callers.Remove(_callers.MinBy(pair => pair.Value.LastAt).Key);
            _callers[key] = new(
                request.CallingAeTitle, caller.Address, Cut(request.User.ImplementationClassUid, MaxUid), Cut(request.User.ImplementationVersionName, MaxName),
                request.User.MaxLength, caller.IsEncrypted, (known?.Accepted ?? 0) + (isAccepted ? 1 : 0), (known?.Rejected ?? 0) + (isAccepted ? 0 : 1), now);
        }
    }

    internal static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
