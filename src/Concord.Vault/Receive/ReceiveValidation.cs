namespace Concord.Vault.Receive;

/// <summary>What happens to an object that is not what its SOP class says.</summary>
public enum ReceiveValidation
{
    /// <summary>Nobody looks.</summary>
    Off,

    /// <summary>It is kept, and the sender hears warning B007 (PS3.4 Table B.2-1).</summary>
    Warn,

    /// <summary>One that lacks an attribute of type 1 is refused with A900; others as with <see cref="Warn"/>.</summary>
    Refuse,
}
