using Concord.Network;
using Concord.Network.ServiceClasses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Concord.Bench.Sink;

/// <summary>The acceptor as the server has it, before a storage provider that drops every byte.</summary>
internal static class SinkServer
{
    /// <summary>Serves on loopback until the process is told to stop; says <c>ready</c> on standard output.</summary>
    public static async Task Run(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.UseDicom()));
        builder.Services.AddDicomNetwork();
        builder.Services.AddSingleton<IStorageProvider, NullStorage>();
        await using var server = builder.Build();
        await server.StartAsync();
        Console.WriteLine("ready");
        await ((IHost)server).WaitForShutdownAsync();
    }
}
