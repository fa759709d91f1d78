using Concord.Network.Dimse;

namespace Concord.Network.ServiceClasses;

/// <summary>The association on which commitment was asked for, as a way for its report (PS3.4 §J.3.3).</summary>
public interface IReportPath
{
    /// <summary>N-EVENT-REPORT on that association. Null when it could not be told there: the association has ended, its peer went on with
    /// something else, or did not answer in time.</summary>
    Task<DimseStatus?> TryReport(CommitmentReport report, CancellationToken cancel);
}
