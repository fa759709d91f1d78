using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Concord.Network.ServiceClasses;

/// <summary>What the transport connection tells of who calls, before it has said a word.</summary>
/// <param name="Address">IP address, without port; "" when there is none.</param>
/// <param name="Thumbprint">SHA-256 of the client certificate, upper case hexadecimal; "" without one.</param>
/// <param name="Subject">Its subject as a distinguished name.</param>
internal readonly record struct Caller(string Address, bool IsEncrypted, string Thumbprint, string Subject)
{
    internal static Caller Of(ConnectionContext connection)
    {
        var certificate = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        return new(
            AddressOf(connection.RemoteEndPoint), connection.Features.Get<ITlsHandshakeFeature>() is not null,
            certificate?.GetCertHashString(HashAlgorithmName.SHA256) ?? "", certificate?.Subject ?? "");
    }

    private static string AddressOf(EndPoint? peer) => peer is not IPEndPoint { Address: var address } ? ""
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : address.ToString();
}
