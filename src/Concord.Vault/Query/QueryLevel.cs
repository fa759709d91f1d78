namespace Concord.Vault.Query;

/// <summary>Query/Retrieve levels (PS3.4 §C.3).</summary>
public enum QueryLevel
{
    Patient,
    Study,
    Series,
    Image,
}
