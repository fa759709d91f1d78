using Concord.Network.ServiceClasses;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Concord.Network;

/// <summary>Serves DICOM associations on Kestrel endpoints: <c>listen.UseDicom()</c>.</summary>
public sealed class DicomConnectionHandler : ConnectionHandler
{
    private readonly AssociationAcceptor _acceptor;

    /// <summary>Takes the providers that are registered: <see cref="IStorageProvider"/>, <see cref="ServiceClasses.IQueryProvider"/>, <see cref="IRetrieveProvider"/>,
    /// <see cref="ICommitmentProvider"/>, <see cref="IAssociationAuthenticator"/>, each optional.</summary>
    public DicomConnectionHandler(IOptions<NetworkOptions> options, IServiceProvider services, TimeProvider time, ILogger<DicomConnectionHandler> logger)
    {
        var providers = new ServiceProviders(
            services.GetService<IStorageProvider>(), services.GetService<ServiceClasses.IQueryProvider>(), services.GetService<IRetrieveProvider>())
        {
            Commitment = services.GetService<ICommitmentProvider>(),
        };
        _acceptor = new(options.Value, providers, time, logger, services.GetService<IAssociationAuthenticator>(), services.GetRequiredService<CallerLedger>());
    }

    public override Task OnConnectedAsync(ConnectionContext connection) => _acceptor.Run(connection);
}
