using System.Text.Json;
using System.Text.Json.Serialization;

namespace Concord.Trust.Identity;

/// <summary>The accounts on the disk: a JSON array, replaced whole, readable by its owner alone.</summary>
public static partial class UsersFile
{
    /// <summary>Name of the file in the data folder.</summary>
    public const string DefaultName = "users.json";

    /// <summary>Most accounts.</summary>
    public const int MaxUsers = 100_000;

    /// <summary>The accounts; none when there is no file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IReadOnlyList<UserAccount> Read(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            using var file = File.OpenRead(path);
            var accounts = JsonSerializer.Deserialize(file, UsersJson.Default.UserAccountArray) ?? [];
            if (accounts.Length > MaxUsers || !accounts.All(account => account is { IsSound: true })
                || accounts.DistinctBy(account => account.Name, StringComparer.Ordinal).Count() != accounts.Length) throw new InvalidDataException($"{path} is damaged");
            return accounts;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is damaged", e);
        }
    }

    /// <summary>Writes a new file beside the old one and puts it in its place: a crash leaves one or the other, whole.</summary>
    public static void Write(string path, IEnumerable<UserAccount> accounts)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            JsonSerializer.Serialize(file, [.. accounts.OrderBy(account => account.Name, StringComparer.Ordinal)], UsersJson.Default.UserAccountArray);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
    [JsonSerializable(typeof(UserAccount[]))]
    private sealed partial class UsersJson : JsonSerializerContext;
}
