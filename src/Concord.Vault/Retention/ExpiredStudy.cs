namespace Concord.Vault.Retention;

/// <summary>A study whose time is over on the day that was asked for.</summary>
/// <param name="IsHeld">A legal hold lies on it: it is not touched.</param>
/// <param name="IsRestored">A person has brought it back from this very rule: it is not touched until the rule or the study changes.</param>
public sealed record ExpiredStudy(RetainedStudy Study, RetentionVerdict Verdict, bool IsHeld, bool IsRestored);
