namespace Concord.Vault.Lifecycle;

/// <summary>Something that is not as it should be in the data folder. Without patient data: bundles and entries are named by number.</summary>
/// <param name="BundleId">The bundle, where one is concerned.</param>
/// <param name="ArrivalNumber">The entry, where one is concerned.</param>
/// <param name="Message">One line.</param>
public sealed record VerifyFinding(long? BundleId, long? ArrivalNumber, string Message);
