using Concord.Network.UpperLayer;

namespace Concord.Network.ServiceClasses;

/// <summary>Negotiates how many operations may be outstanding on an association (PS3.7 §D.3.3.3); 0 on the wire is no limit.</summary>
internal static class OperationsWindow
{
    /// <summary>Our answer as acceptor, in the requestor's words; null when it did not ask: one at a time then. We invoke one at a time ourselves.</summary>
    internal static AsynchronousOperationsWindow? Answer(AsynchronousOperationsWindow? asked, NetworkOptions options) =>
        asked is null ? null : new((ushort)Performed(asked, options), 1);

    /// <summary>Most operations that the requestor may have outstanding here.</summary>
    internal static int Performed(AsynchronousOperationsWindow? asked, NetworkOptions options) =>
        asked is { } window ? Smaller(window.Invoked, options.MaxOperationsPerformed) : 1;

    /// <summary>What we propose as requestor; null for one at a time, because some peers break on the item alone.</summary>
    internal static AsynchronousOperationsWindow? Propose(NetworkOptions options) =>
        options.MaxOperationsInvoked > 1 ? new((ushort)options.MaxOperationsInvoked, 1) : null;

    /// <summary>Most operations that we as requestor may have outstanding; one when the acceptor does not answer the item.</summary>
    internal static int Invoked(AsynchronousOperationsWindow? answered, NetworkOptions options) =>
        answered is { } window ? Smaller(window.Invoked, options.MaxOperationsInvoked) : 1;

    private static int Smaller(ushort theirs, int ours) => theirs == 0 ? ours : Math.Min(theirs, ours);
}
