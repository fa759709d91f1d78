namespace Concord.Vault.ExtendedTags;

/// <summary>What an operator asks for, as it was said.</summary>
/// <param name="Path">A keyword or eight hex digits.</param>
/// <param name="Vr">Of a private tag; of a standard one null, or what the dictionary says.</param>
/// <param name="PrivateCreator">Of a private tag.</param>
/// <param name="Level">Study, Series or Instance.</param>
public sealed record ExtendedTagRequest(string? Path, string? Vr, string? PrivateCreator, string? Level);
