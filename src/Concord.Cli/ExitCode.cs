namespace Concord.Cli;

/// <summary>What the process answers to the shell.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>The operation failed, wholly or in part.</summary>
    public const int Failed = 1;

    /// <summary>The command line says something that cannot be meant.</summary>
    public const int Usage = 2;

    /// <summary>Stopped from outside, as shells count it for SIGINT.</summary>
    public const int Interrupted = 130;
}
