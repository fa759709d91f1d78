using Concord.Dicom.DataElements;

namespace Concord.Network.ServiceClasses;

/// <summary>Finds what a C-MOVE or C-GET asks for (PS3.4 §C.4.2, §C.4.3).</summary>
public interface IRetrieveProvider
{
    /// <summary>All instances that the identifier names, in the order they are to be sent, or a failure status.</summary>
    ValueTask<RetrieveResult> Locate(InformationModel model, DataSet identifier, AssociationPeer peer, CancellationToken cancel);

    /// <summary>Where a C-MOVE destination listens, or null when it is not known (A801).</summary>
    ValueTask<RemotePeer?> FindDestination(string aeTitle, CancellationToken cancel);
}
