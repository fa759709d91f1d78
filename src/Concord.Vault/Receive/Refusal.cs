namespace Concord.Vault.Receive;

/// <summary>Why an object was not kept; each has one DIMSE status and one HTTP failure reason.</summary>
public enum Refusal
{
    /// <summary>0124 / 0124: policy says no.</summary>
    NotAuthorized,

    /// <summary>A700 / A700: disk or memory is exhausted.</summary>
    OutOfResources,

    /// <summary>A900 / A900: identifiers are missing, no UIDs, or not those of the command.</summary>
    DataSetDoesNotMatch,

    /// <summary>C000 / C000: the bytes are no data set.</summary>
    CannotUnderstand,
}
