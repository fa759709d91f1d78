using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>What a retrieve found; <paramref name="Status"/> is Success or the failure that ends it.</summary>
public sealed record RetrieveResult(DimseStatus Status, IReadOnlyList<IOutgoingObject> Objects);
