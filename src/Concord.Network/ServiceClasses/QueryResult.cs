using Concord.Dicom.DataElements;
using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>One C-FIND-RSP before the last: a match (status Pending), or a failure that ends the query (no identifier).</summary>
public sealed record QueryResult(DimseStatus Status, DataSet? Identifier);
