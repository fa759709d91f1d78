using Concord.Dicom.DataElements;

namespace Concord.Dicom.Validation;

/// <summary>One thing that is not as the standard says. Never holds a name, identifier, date or free text of the data set.</summary>
/// <param name="Tag">The element that it is about.</param>
/// <param name="Path">Where that stands: <c>(0040,0275)[0].(0040,0008)</c>, items counted from 0.</param>
/// <param name="Section">Where the standard says it: <c>PS3.3 C.7.6.3</c>.</param>
/// <param name="Message">What is wrong, in words.</param>
public sealed record Finding(FindingSeverity Severity, FindingRule Rule, Tag Tag, string Path, string Section, string Message);
