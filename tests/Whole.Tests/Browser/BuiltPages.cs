using System.Diagnostics;
using Whole.Tests.Harness;

namespace Whole.Tests.Browser;

/// <summary>The pages of <c>web/app</c>, built where <c>./run</c> keeps them, for servers that tests start themselves.</summary>
internal static class BuiltPages
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly SemaphoreSlim One = new(1, 1);

    /// <summary>What a server is told so that it serves them.</summary>
    public static async Task<string[]> Arguments()
    {
        var (prepare, folder) = (Repository.At("web", "app", "prepare"), Repository.At(".cache", "app"));
        await One.WaitAsync();
        try
        {
            if (await Run(prepare, "--is-done", folder) != 0) Assert.Equal(0, await Run(prepare, folder));
            return ["--app", folder];
        }
        finally
        {
            One.Release();
        }
    }

    private static async Task<int> Run(string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }
}
