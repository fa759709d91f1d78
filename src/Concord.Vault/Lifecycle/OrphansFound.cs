namespace Concord.Vault.Lifecycle;

/// <summary>What a sweep did about files that nobody knew.</summary>
/// <param name="Deleted">Bundles that were replaced, all of whose objects are elsewhere or purged.</param>
/// <param name="Adopted">Bundles that the index did not know, and knows now.</param>
/// <param name="SetAside">Other files, now in the folder <c>aside</c>.</param>
internal readonly record struct OrphansFound(int Deleted, int Adopted, int SetAside);
