using Concord.Dicom.DataElements;

namespace Concord.Dicom.Dictionary;

/// <summary>What the data dictionary says of an element (PS3.6 §6).</summary>
/// <param name="Vr">The representation; where the table names several, OW if among them, else the first.</param>
/// <param name="Vm">Value multiplicity as the table writes it: <c>1</c>, <c>1-n</c>, <c>2-2n</c> ….</param>
public readonly record struct ElementDefinition(Tag Tag, Vr Vr, string Vm, string Keyword, string Name, bool IsRetired);
