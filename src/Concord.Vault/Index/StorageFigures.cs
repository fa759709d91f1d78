namespace Concord.Vault.Index;

/// <summary>How much is kept of one modality.</summary>
/// <param name="Studies">That have a series of it.</param>
/// <param name="Bytes">Of the live instances' Part 10 objects.</param>
public sealed record ModalityFigures(string Modality, long Studies, long Series, long Instances, long Bytes);

/// <summary>What came on one day.</summary>
/// <param name="Studies">To which something came.</param>
/// <param name="Bytes">As they came; of what was put together since, on the day of its last arrival.</param>
public sealed record DayFigures(DateOnly Day, long Studies, long Instances, long Bytes);

/// <summary>What a count found.</summary>
/// <param name="Studies">In all: a study of two modalities is one.</param>
/// <param name="Days">Those on which something came, oldest first.</param>
public sealed record StorageFigures(long Studies, long Series, long Instances, long Bytes, IReadOnlyList<ModalityFigures> Modalities, IReadOnlyList<DayFigures> Days);
