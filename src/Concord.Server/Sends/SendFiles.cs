using System.Globalization;
using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Vault.Blobs;

namespace Concord.Server.Sends;

/// <summary>The folder <c>sends</c>: of each send <c>N.json</c>, what was named (<c>N.instances</c>), what the peer accepted (<c>N.sent</c>).</summary>
/// <remarks>One writer for each number at a time.</remarks>
internal sealed class SendFiles
{
    private readonly string _folder;

    public SendFiles(string dataFolder)
    {
        _folder = Path.Combine(dataFolder, "sends");
        WholeFile.CreateFolder(_folder);
    }

    /// <summary>Files that could not be read when they were loaded; each is beside its place as <c>.damaged</c>.</summary>
    public int Damaged { get; private set; }

    /// <summary>All that is kept, in no order; what a crash left half written is cleared away.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IEnumerable<SendRecord> Load()
    {
        foreach (var left in Directory.GetFiles(_folder, "*.new")) File.Delete(left);
        foreach (var path in Directory.EnumerateFiles(_folder, "*.json"))
            if (TryRead(path) is { } record) yield return record;
    }

    /// <summary>Writes a new file beside the old one and puts it in its place: a crash leaves one or the other, whole.</summary>
    public void Write(SendRecord record) => WholeFile.Replace(Path.Combine(_folder, Name(record.Number, "json")), file => JsonSerializer.Serialize(file, record, SendRecordJson.Default.SendRecord));

    /// <summary>Keeps which instances were named; before the send itself is written.</summary>
    public void WriteNamed(long number, IReadOnlyList<Uid> instances) => WholeFile.Replace(Path.Combine(_folder, Name(number, "instances")), file =>
    {
        using var text = new StreamWriter(file, leaveOpen: true);
        foreach (var uid in instances) text.Write(uid.ToString() + "\n");
    });

    /// <exception cref="IOException">They cannot be read.</exception>
    public IReadOnlyList<Uid> ReadNamed(long number) => [.. File.ReadLines(Path.Combine(_folder, Name(number, "instances"))).Select(line => Uid.TryParse(line, null, out var uid) ? uid : default).Where(uid => !uid.IsNone)];

    public SentLog OpenSent(long number) => new(Path.Combine(_folder, Name(number, "sent")));

    /// <summary>What is needed no more when everything is sent.</summary>
    public void DeleteWorking(long number)
    {
        File.Delete(Path.Combine(_folder, Name(number, "sent")));
        File.Delete(Path.Combine(_folder, Name(number, "instances")));
    }

    public void Delete(long number)
    {
        File.Delete(Path.Combine(_folder, Name(number, "json")));
        DeleteWorking(number);
    }

    private SendRecord? TryRead(string path)
    {
        SendRecord? record = null;
        try
        {
            using var file = File.OpenRead(path);
            record = JsonSerializer.Deserialize(file, SendRecordJson.Default.SendRecord);
        }
        catch (JsonException)
        {
            record = null; // told below
        }
        if (record is { Number: > 0, To.Length: > 0, Who: not null } && Uid.TryParse(record.Study, null, out _) && (record.Series is null || Uid.TryParse(record.Series, null, out _)) && Path.GetFileName(path) == Name(record.Number, "json")) return record;
        Damaged++;
        File.Move(path, path + ".damaged", overwrite: true);
        return null;
    }

    private static string Name(long number, string kind) => string.Create(CultureInfo.InvariantCulture, $"{number}.{kind}");
}
