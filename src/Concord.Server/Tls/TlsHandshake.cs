namespace Concord.Server.Tls;

/// <summary>What became of one connection's handshake: written by those who see it, read by <see cref="TlsGuard"/>. A connection feature.</summary>
internal sealed class TlsHandshake
{
    /// <summary>It was finished: what comes later is not its failure.</summary>
    public bool IsDone { get; set; }

    /// <summary>What is known of why it was not.</summary>
    public string Reason { get; set; } = "no common version or cipher suite, or the peer gave up";
}
