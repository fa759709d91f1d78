using Concord.Dicom.DataElements;

namespace Concord.Vault.Query;

/// <summary>One page of an answer.</summary>
/// <param name="Matches">Streamed; enumerated once.</param>
/// <param name="HasMore">Matches lie behind the page; null when that is known only at its end.</param>
/// <param name="Next">What <see cref="QueryRequest.After"/> is to be for the page behind it; null when there is none, or only an offset leads there.</param>
public sealed record QueryPage(IAsyncEnumerable<DataSet> Matches, bool? HasMore, string? Next);
