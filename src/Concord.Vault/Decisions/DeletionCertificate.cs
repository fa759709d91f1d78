using System.Text.Json.Serialization;

namespace Concord.Vault.Decisions;

/// <summary>What proves a purge: what went, who asked, who approved, when and on which ground. Without patient data but for UIDs.</summary>
/// <param name="Number">From 1 on, without gaps.</param>
/// <param name="Previous">SHA-256 of the certificate before, of its JSON as it is kept, lower-case hex; 64 zeros in the first.</param>
/// <param name="Places">The stores that were looked into and have the bytes no more: <c>hot</c>, <c>warm</c>, <c>replica</c>.</param>
/// <param name="TwoPersons">Another one than who asked has approved; false: one person was enough, as was set.</param>
public sealed record DeletionCertificate(
    long Number, string Previous, DateTimeOffset IssuedAt, CertifiedSystem System, string StudyInstanceUid, CertifiedStep Requested, CertifiedStep Approved, bool TwoPersons,
    IReadOnlyList<string> Reasons, IReadOnlyList<string> Places, int Instances, int KeptAside, long Bytes, IReadOnlyList<CertifiedSeries> Series)
{
    /// <summary>What <see cref="Previous"/> is in the first one.</summary>
    public static string NoPrevious { get; } = new('0', 64);
}

/// <summary>Who issued it.</summary>
public sealed record CertifiedSystem(string Product, string Version, string Institution, string Host);

/// <summary>Who did what, as decision <paramref name="Decision"/>.</summary>
public sealed record CertifiedStep(long Decision, string Who, DateTimeOffset At, string Why);

/// <summary>Bytes of a series that went together.</summary>
/// <param name="Decision">Number of the fact.</param>
/// <param name="Before">The bundles that held them, whose files are gone.</param>
/// <param name="After">The bundle with what is left; null: nothing is left.</param>
public sealed record CertifiedSeries(
    string SeriesInstanceUid, long Decision, DateTimeOffset At, IReadOnlyList<CertifiedBundle> Before, CertifiedBundle? After, IReadOnlyList<CertifiedInstance> Instances);

/// <summary>A bundle by its number and the SHA-256 of its bytes, where that was known.</summary>
public sealed record CertifiedBundle(long Bundle, string? Sha256);

/// <summary>An object whose bytes are gone.</summary>
/// <param name="Arrival">Its arrival number.</param>
/// <param name="Sha256">Of its Part 10 file as it was stored.</param>
/// <param name="IsAside">Other content that was kept aside under the instance's UID.</param>
/// <param name="Reason">Code and meaning of why it was rejected, or what was said.</param>
/// <param name="RejectedBy">Who rejected it; empty for what was kept aside.</param>
public sealed record CertifiedInstance(string SopInstanceUid, long Arrival, long Bytes, string Sha256, bool IsAside, string Reason, string RejectedBy, DateTimeOffset? RejectedAt);

/// <summary>A certificate as it is kept.</summary>
/// <param name="Text">Its JSON; the next one names its SHA-256.</param>
/// <param name="Sha256">Of the text's UTF-8, as it was when it was issued.</param>
public sealed record KeptCertificate(long Number, long Decision, string Sha256, string Text);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DeletionCertificate))]
public sealed partial class CertificateJson : JsonSerializerContext;
