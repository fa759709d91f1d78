using Concord.Dicom.DataElements;

namespace Concord.Network.ServiceClasses;

/// <summary>Answers C-FIND of the Query/Retrieve service (PS3.4 §C.4.1): the archive, or a test's scripted provider.</summary>
public interface IQueryProvider
{
    /// <summary>The matches, one <see cref="QueryResult"/> each; the last one may be a failure. Ends early when cancelled (C-CANCEL or abort).</summary>
    IAsyncEnumerable<QueryResult> Find(InformationModel model, DataSet identifier, bool relational, AssociationPeer peer, CancellationToken cancel);
}
