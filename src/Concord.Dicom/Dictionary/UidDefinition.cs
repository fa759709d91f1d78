using Concord.Dicom.DataElements;

namespace Concord.Dicom.Dictionary;

/// <summary>A row of the UID registry (PS3.6 Annex A).</summary>
/// <param name="Kind"><c>SOP Class</c>, <c>Transfer Syntax</c>, <c>Coding Scheme</c> ….</param>
public readonly record struct UidDefinition(Uid Uid, string Name, string Kind, string Keyword);
