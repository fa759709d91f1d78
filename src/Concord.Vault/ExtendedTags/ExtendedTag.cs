using Concord.Dicom.DataElements;
using Concord.Vault.Query;

namespace Concord.Vault.ExtendedTags;

/// <summary>An attribute that search finds because an operator asked for it.</summary>
/// <param name="Number">Rises with each tag that is added and is never given again: series remember up to which their values are indexed.</param>
/// <param name="Vr">What its values are read as where an object does not say.</param>
/// <param name="PrivateCreator">Of a private tag: whose block it is in, whichever that is in an object (PS3.5 §7.8.1); else null.</param>
/// <param name="Level">Study, Series or Image: to what a value belongs.</param>
/// <param name="AddedBy">Who asked for it.</param>
public sealed record ExtendedTag(long Number, Tag Tag, Vr Vr, string? PrivateCreator, QueryLevel Level, DateTimeOffset AddedAt, string AddedBy);
