namespace Concord.Vault.Corrections;

/// <summary>A piece of an object that goes out.</summary>
/// <param name="At">Where it begins in that.</param>
/// <param name="Bytes">Null: a range of the object as it lies.</param>
/// <param name="Offset">Of the range.</param>
internal readonly record struct Piece(long At, ReadOnlyMemory<byte>? Bytes, long Offset, long Length);
