using Concord.Vault.Blobs;

namespace Archive.Tests.Faults.Scenarios;

/// <summary>A small file that is put in the place of another, and a folder for more of them.</summary>
internal sealed class WholeFileScenario : Scenario
{
    public override async Task Play(Stage stage)
    {
        await using var vault = await stage.Open();
        var (disk, path) = (stage.NewDisk(), Path.Combine(stage.Folder, WholeFileSight.Name));
        for (var round = 1; round <= 3; round++)
        {
            var content = new byte[] { (byte)('0' + round), (byte)'!' };
            await stage.Do("replace", () =>
            {
                WholeFile.Replace(path, file => file.Write(content), disk);
                return Task.CompletedTask;
            }, (WholeFileSight.Name, $"{round}!"));
        }
        await stage.Do("folder", () =>
        {
            WholeFile.CreateFolder(Path.Combine(stage.Folder, "sends"), disk);
            return Task.CompletedTask;
        }, (WholeFileSight.Folder, "there"));
    }
}
