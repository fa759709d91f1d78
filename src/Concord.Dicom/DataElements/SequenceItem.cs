namespace Concord.Dicom.DataElements;

/// <summary>One item of a sequence (PS3.5 §7.5): a nested data set and how its length was, or is to be, written.</summary>
public readonly record struct SequenceItem(DataSet DataSet, bool HasUndefinedLength = false);
