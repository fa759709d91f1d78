using Concord.Network.ServiceClasses;
using Concord.Network.UpperLayer;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Concord.Network;

/// <summary>How a host gets the DICOM upper layer: services, and a Kestrel endpoint that speaks it.</summary>
public static class DicomNetworkExtensions
{
    private const int WriteBufferBytes = 1 << 20; // a PDU is read from disk while the one before it is sent

    /// <summary>Adds what DICOM endpoints need. Register IStorageProvider, IQueryProvider and IRetrieveProvider as singletons beside it.</summary>
    /// <remarks>Sets the memory and the write buffer of the host's sockets, HTTP's too.</remarks>
    public static IServiceCollection AddDicomNetwork(this IServiceCollection services, Action<NetworkOptions>? configure = null)
    {
        services.AddOptions<NetworkOptions>().ValidateOnStart();
        if (configure is not null) services.Configure(configure);
        services.AddSingleton<IValidateOptions<NetworkOptions>, NetworkOptionsValidator>();
        services.AddSingleton<IMemoryPoolFactory<byte>, TransportMemoryPoolFactory>();
        services.Configure<SocketTransportOptions>(transport =>
        {
            transport.MaxWriteBufferSize = WriteBufferBytes;
            transport.IOQueueCount = 0; // straight to the pool: a queue between is one more thread to wake, which on one association is most of the cost
        });
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CallerLedger>();
        services.TryAddSingleton<DicomConnectionHandler>();
        return services;
    }

    /// <summary>Makes the endpoint speak DICOM instead of HTTP.</summary>
    public static ListenOptions UseDicom(this ListenOptions listen)
    {
        listen.UseConnectionHandler<DicomConnectionHandler>();
        return listen;
    }
}
