using Concord.Dicom.DataElements;

namespace Concord.Vault.Lifecycle;

/// <summary>What became of sealed bundles that were rewritten into one: what a deletion certificate says of a purge.</summary>
/// <param name="Number">Of the fact, in the archive's one sequence.</param>
/// <param name="From">The bundles before, by number, with their SHA-256; their files are gone.</param>
/// <param name="Into">The bundle after, with its SHA-256; null when nothing is left.</param>
/// <param name="Purged">The objects whose bytes are gone, in arrival order.</param>
public sealed record ReplacedBundle(long Number, DateTimeOffset At, IReadOnlyList<BundleHash> From, BundleHash? Into, IReadOnlyList<PurgedInstance> Purged);

/// <summary>A sealed bundle, named by its bytes.</summary>
/// <param name="Sha256">Lower-case hex; null when the index did not know it.</param>
public sealed record BundleHash(long BundleId, string? Sha256);

/// <summary>An object whose bytes were purged.</summary>
/// <param name="Sha256">Of its Part 10 file as it was stored, lower-case hex.</param>
/// <param name="Bytes">Length of that.</param>
public sealed record PurgedInstance(long ArrivalNumber, Uid SopInstanceUid, string Sha256, long Bytes);
