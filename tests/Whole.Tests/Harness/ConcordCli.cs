namespace Whole.Tests.Harness;

/// <summary>The real <c>concord</c> command.</summary>
internal static class ConcordCli
{
    /// <summary>Runs it; any exit code.</summary>
    public static Task<ToolRun> Try(params string[] arguments) => ToolRun.Run("dotnet", [Repository.CliDll, .. arguments], TimeSpan.FromMinutes(5));

    /// <summary>Runs it; it must succeed.</summary>
    public static async Task<ToolRun> Run(params string[] arguments) => (await Try(arguments)).Succeeded();
}
