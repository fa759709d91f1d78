using Concord.Cli;
using Concord.Cli.Commands;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true; // the verb ends by itself: files and associations are closed
    stop.Cancel();
};
await using var terminal = Terminal.OfProcess();
return await ConcordCommand.Run(args, terminal, stop.Token);
