namespace Concord.Server.Hosting;

/// <summary>The server cannot start; the message is one line for the person at the console.</summary>
internal sealed class StartupException(int exitCode, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Exit code: the machine does not let us (port, folder).</summary>
    public const int Refused = 1;

    /// <summary>Exit code: wrong arguments or settings.</summary>
    public const int Usage = 2;

    public int ExitCode { get; } = exitCode;
}
