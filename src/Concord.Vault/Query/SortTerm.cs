using Concord.Dicom.DataElements;

namespace Concord.Vault.Query;

/// <summary>One attribute that an answer is ordered by.</summary>
public readonly record struct SortTerm(Tag Tag, bool IsDescending);
