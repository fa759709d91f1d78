using Archive.Tests.Cli;
using Concord.Vault.Receive;

namespace Archive.Tests.Server;

/// <summary>What senders hear of an object that is not what its SOP class says (setting <c>Vault:Validate</c>).</summary>
public sealed class ValidationTests
{
    [Fact]
    public async Task STOW_warns_or_refuses_by_reason()
    {
        await using (var warning = await Start(ReceiveValidation.Warn))
        {
            var (status, body) = await warning.Stow(TestImage.New().Native(TestImage.Pixels(32)));
            Assert.Equal(202, status);
            Assert.Equal(0xB007, (int?)body!["00081199"]!["Value"]![0]!["00081196"]!["Value"]![0]);
        }
        await using var refusing = await Start(ReceiveValidation.Refuse);
        var image = TestImage.New();
        var (refused, why) = await refusing.Stow(image.Native(TestImage.Pixels(32)));
        Assert.Equal(409, refused);
        Assert.Equal(0xA900, (int?)why!["00081198"]!["Value"]![0]!["00081197"]!["Value"]![0]);
        Assert.Empty(await refusing.GetJson($"dicom-web/instances?SOPInstanceUID={image.Instance}"));
        Assert.Contains(refusing.Logs.Lines, line => line.Contains("faults against its SOP class and was refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task C_STORE_by_ourselves_and_by_DCMTK_hears_B007_or_A900_with_the_element()
    {
        using var folder = new TempFolder();
        var path = folder["image.dcm"];
        await File.WriteAllBytesAsync(path, TestImage.New().Native(TestImage.Pixels(32)));
        await using (var warning = await Start(ReceiveValidation.Warn))
        {
            Assert.Contains("1 with a warning", (await CliRun.Of("store", "--to", $"CONCORD@{warning.Server.Dicom}", path)).Fine().Output, StringComparison.Ordinal);
            Assert.Contains("B007", await StoreScu(warning, path), StringComparison.OrdinalIgnoreCase);
        }
        await using var refusing = await Start(ReceiveValidation.Refuse);
        var run = await CliRun.Of("store", "--to", $"CONCORD@{refusing.Server.Dicom}", path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("A900", run.Errors + run.Output, StringComparison.OrdinalIgnoreCase);
        var told = await StoreScu(refusing, path);
        Assert.Contains("0xa900", told, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("(0000,0901)", told, StringComparison.Ordinal); // Offending Element
    }

    private static async Task<string> StoreScu(TestServer server, string path)
    {
        Assert.True(Tool.IsInstalled("storescu"), "DCMTK is needed: apt install dcmtk");
        return (await Tool.Run("storescu", "-d", "-aec", "CONCORD", server.Server.Dicom.Address.ToString(), server.Server.Dicom.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), path)).Text;
    }

    private static Task<TestServer> Start(ReceiveValidation mode) => TestServer.Start(settings => settings with { Vault = settings.Vault with { Validate = mode } });
}
