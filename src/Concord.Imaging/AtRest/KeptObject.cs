namespace Concord.Imaging.AtRest;

/// <summary>An object as it is to be kept.</summary>
/// <param name="PartTen">The compressed object: preamble, File Meta Information, data set.</param>
/// <param name="DataSetOffset">Of the data set in <paramref name="PartTen"/>.</param>
/// <param name="Recipe">What gives the original back, with <paramref name="PartTen"/>.</param>
public sealed record KeptObject(ReadOnlyMemory<byte> PartTen, int DataSetOffset, ReadOnlyMemory<byte> Recipe);
