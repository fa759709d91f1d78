namespace Dicom.Tests.Oracles;

/// <summary>Something that two readers, or two writings, of one file say differently.</summary>
/// <param name="Path">The corpus file.</param>
/// <param name="Where">Tag path, <c>00400275/0/00080005</c>, or what else names the place; "" for the file as a whole.</param>
/// <param name="Kind">What kind of difference, one word.</param>
internal sealed record Difference(string Path, string Where, string Kind);
