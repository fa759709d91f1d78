using System.ComponentModel.DataAnnotations;

namespace Concord.Server.Settings;

/// <summary>The HTTP listener (section <c>Http</c>).</summary>
public sealed record HttpOptions
{
    /// <summary>What a client must show: <c>basic:USER:PASSWORD</c> or <c>bearer:TOKEN</c>; empty on loopback only.</summary>
    [RegularExpression("^(basic:[^:]+:.+|bearer:.{8,})$")] public string? Credential { get; init; }

    /// <summary>Users of section <c>Identity</c> come in: Basic with name and passcode, Bearer with a token. With it, or with <c>Http:Credential</c>, nobody else does.</summary>
    public bool Users { get; init; }

    /// <summary>Most connections at once, HTTP and HTTPS together; one more is closed.</summary>
    [Range(1, 100_000)] public int MaxConnections { get; init; } = 1000;

    /// <summary>Slowest body that is waited for, bytes per second; 0 waits for ever.</summary>
    [Range(0, 1 << 20)] public int MinRequestBytesPerSecond { get; init; } = 240;

    /// <summary>Slowest reader that is served, bytes per second; 0 waits for ever.</summary>
    [Range(0, 1 << 20)] public int MinResponseBytesPerSecond { get; init; } = 240;

    /// <summary>Grace before a slow client is dropped, seconds.</summary>
    [Range(2, 3600)] public int SlowClientGraceSeconds { get; init; } = 30;

    /// <summary>Longest that the header fields of a request may take to come, seconds.</summary>
    [Range(1, 3600)] public int HeaderSeconds { get; init; } = 30;

    /// <summary>Longest that a connection may be idle between two requests, seconds.</summary>
    [Range(1, 86_400)] public int KeepAliveSeconds { get; init; } = 130;

    /// <summary>Most bytes of a request's header fields, in all; a longer request is answered 431.</summary>
    [Range(1024, 1 << 20)] public int MaxHeaderBytes { get; init; } = 32 << 10;

    /// <summary>Request bytes that a connection holds unread, bytes.</summary>
    [Range(64 << 10, 64 << 20)] public int MaxRequestBufferBytes { get; init; } = 1 << 20;

    /// <summary>Host names that a browser may address besides IP addresses and localhost when no credential is set; keeps foreign pages out (DNS rebinding).</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The name alone: there is a secret among the settings.</summary>
    public override string ToString() => nameof(HttpOptions);
}
