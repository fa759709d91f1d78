using System.ComponentModel.DataAnnotations;

namespace Concord.Vault.Decisions;

/// <summary>Settings of what is decided about what is kept (section <c>Lifecycle</c>).</summary>
public sealed record LifecycleOptions
{
    /// <summary>A purge that one user asks for wants the approval of another; false: one is enough, and the certificate says so.</summary>
    public bool TwoPersons { get; init; } = true;

    /// <summary>Days in which a request to purge can be approved; then it has expired.</summary>
    [Range(1, 3650)] public int PurgeApprovalDays { get; init; } = 30;

    /// <summary>Name of the institution on deletion certificates.</summary>
    [StringLength(200)] public string Institution { get; init; } = "";
}
