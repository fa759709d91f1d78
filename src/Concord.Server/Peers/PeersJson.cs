using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Network.ServiceClasses;

namespace Concord.Server.Peers;

/// <summary>Peers as JSON: <c>[{"aeTitle":…,"host":…,"port":…}]</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(RemotePeer[]))]
[JsonSerializable(typeof(CallerRecord[]))]
[JsonSerializable(typeof(EchoAnswer))]
internal sealed partial class PeersJson : JsonSerializerContext;
