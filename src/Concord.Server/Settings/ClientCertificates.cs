namespace Concord.Server.Settings;

/// <summary>Whether clients show certificates.</summary>
public enum ClientCertificates
{
    /// <summary>None is asked for.</summary>
    None,

    /// <summary>One is asked for; a client without one is served, a client with one that is not believed is not.</summary>
    Allow,

    /// <summary>Nobody is served without one that is believed.</summary>
    Require,
}
