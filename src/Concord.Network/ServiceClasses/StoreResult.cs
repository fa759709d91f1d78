using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>How the storing of one object ended.</summary>
/// <param name="Status">The peer's status; or one of our own when the object never went out: 0122 no presentation context serves, 0110 it cannot be read.</param>
/// <param name="WasSent">True when the peer has answered.</param>
public sealed record StoreResult(IOutgoingObject Object, DimseStatus Status, bool WasSent);
