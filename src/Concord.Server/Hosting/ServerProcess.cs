using Concord.Server.Settings;

namespace Concord.Server.Hosting;

/// <summary>The process around the server: arguments, one line when ready, one line when it cannot be, exit code.</summary>
internal static class ServerProcess
{
    /// <summary>Names the folder of <c>appsettings.json</c> and of relative paths in settings; else the working folder.</summary>
    private const string HomeVariable = "CONCORD_HOME";

    /// <summary>Runs until SIGTERM or Ctrl-C.</summary>
    /// <returns>0 after a drained end, 1 when port or folder cannot be had, 2 when arguments or settings are wrong.</returns>
    public static async Task<int> Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            var home = Path.GetFullPath(Environment.GetEnvironmentVariable(HomeVariable) ?? ".");
            var overrides = CommandLine.Parse(arguments);
            if (overrides.ContainsKey(CommandLine.HelpKey))
            {
                await output.WriteLineAsync(CommandLine.Help);
                return 0;
            }
            var settings = ArchiveSettings.Read(Configuration(overrides, home)).Under(home);
            await using var server = await ConcordServer.Start(settings, TimeProvider.System, CancellationToken.None);
            server.WriteReadyFile();
            await output.WriteLineAsync(server.ReadyLine);
            await output.FlushAsync();
            await server.WaitForShutdown();
            return 0;
        }
        catch (StartupException e)
        {
            await errors.WriteLineAsync($"concord: {e.Message}");
            return e.ExitCode;
        }
    }

    private static IConfigurationRoot Configuration(Dictionary<string, string?> overrides, string home)
    {
        var named = overrides.GetValueOrDefault(CommandLine.SettingsFileKey);
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(home)
                .AddJsonFile(named ?? "appsettings.json", optional: named is null, reloadOnChange: false)
                .AddEnvironmentVariables("CONCORD_")
                .AddInMemoryCollection(overrides)
                .Build();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new StartupException(StartupException.Usage, $"The settings file {named ?? "appsettings.json"} cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
