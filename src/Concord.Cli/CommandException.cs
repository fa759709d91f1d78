namespace Concord.Cli;

/// <summary>A verb cannot go on; the message is the one line that the person at the console reads.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
