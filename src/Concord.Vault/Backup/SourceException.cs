namespace Concord.Vault.Backup;

/// <summary>A file of the archive cannot be read; anything else that fails is the repository's trouble.</summary>
internal sealed class SourceException(Exception inner) : Exception(inner.Message, inner)
{
    /// <summary>Reads from the archive.</summary>
    public static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceException(error);
        }
    }
}
