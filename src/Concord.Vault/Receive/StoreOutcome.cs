namespace Concord.Vault.Receive;

/// <summary>What became of an object that was offered.</summary>
public abstract record StoreOutcome
{
    private StoreOutcome() { }

    /// <summary>The object is kept though it is not what its SOP class says: B007, or 45063 over the web (setting <c>Vault:Validate</c>).</summary>
    public bool HasFaults { get; init; }

    /// <summary>Kept, durable, findable.</summary>
    public sealed record Stored(long ArrivalNumber) : StoreOutcome;

    /// <summary>The same data set was there already; nothing new is kept.</summary>
    public sealed record AlreadyStored : StoreOutcome;

    /// <summary>The SOP Instance UID is there with other content: the first stays, this one is kept aside, durable (B007, or 0000 for peers so configured).</summary>
    public sealed record KeptAside(long ArrivalNumber) : StoreOutcome;

    /// <summary>Not kept.</summary>
    /// <param name="Reason">One line without patient data.</param>
    public sealed record Refused(Refusal Refusal, string Reason, Concord.Dicom.DataElements.Tag? OffendingElement = null) : StoreOutcome;
}
