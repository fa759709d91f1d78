using Concord.Vault.Index;

namespace Concord.Vault.Decisions;

/// <summary>A decision in a list, with what has become of it.</summary>
/// <param name="StillRejected">Of a rejection: instances that are rejected by it now.</param>
/// <param name="StillRejectedBytes">Their bytes.</param>
/// <param name="Answers">What ended or answered it, oldest first: the release of a hold, the answers to a request.</param>
public sealed record ListedDecision(Decision Decision, int StillRejected, long StillRejectedBytes, IReadOnlyList<Decision> Answers);
