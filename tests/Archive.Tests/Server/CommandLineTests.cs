using Concord.Server.Hosting;
using Concord.Server.Settings;
using Microsoft.Extensions.Configuration;

namespace Archive.Tests.Server;

public sealed class CommandLineTests
{
    [Fact]
    public void Arguments_become_settings()
    {
        var settings = Read("--data", "/tmp/x", "--http", "0", "--dicom=0", "--ae", "MAIN", "--peer", "A@h:1", "--peer", "B@[::1]:2", "--allow-delete", "--seal-after", "7");
        Assert.Equal("/tmp/x", settings.Vault.Folder);
        Assert.Equal((0, 0), (settings.Server.HttpPort, settings.Server.DicomPort));
        Assert.Equal("MAIN", settings.Dicom.AeTitle);
        Assert.Equal(["A@h:1", "B@[::1]:2"], settings.Server.Peers);
        Assert.True(settings.Policy.AllowDelete);
        Assert.Equal(7, settings.Vault.SealAfterSeconds);
    }

    [Fact]
    public void Paths_that_are_typed_belong_to_the_working_folder() =>
        Assert.Equal(Path.GetFullPath("here"), CommandLine.Parse(["--data", "here"])["Vault:Folder"]);

    [Fact]
    public void Relative_paths_of_settings_belong_to_the_home_folder()
    {
        var settings = Read().Under("/srv/concord");
        Assert.Equal("/srv/concord/data-dir", settings.Vault.Folder);
        Assert.Equal("/srv/concord/.cache/ohif", settings.Server.ViewerFolder);
        Assert.Equal("/srv/concord/.cache/app", settings.Server.AppFolder);
    }

    [Theory]
    [InlineData("Unknown argument", "--nonsense")]
    [InlineData("Unknown argument", "stray")]
    [InlineData("Unknown argument", "--insecure=maybe")]
    [InlineData("wants a value", "--http")]
    [InlineData("wants a number", "--http", "many")]
    [InlineData("wants AE@HOST:PORT", "--peer", "nobody")]
    [InlineData("HttpPort", "--http", "70000")]
    [InlineData("AeTitle", "--ae", "12345678901234567")]
    [InlineData("AE title", "--ae", "名字")]
    [InlineData("not 'example'", "--bind", "example")]
    [InlineData("both listen", "--http", "5000", "--dicom", "5000")]
    [InlineData("SealAfterSeconds", "--seal-after", "0")]
    public void Wrong_arguments_are_one_line_and_exit_code_2(string reason, params string[] arguments)
    {
        var wrong = Assert.Throws<StartupException>(() => Read(arguments));
        Assert.Contains(reason, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
        Assert.Equal(2, wrong.ExitCode);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("*")]
    [InlineData("192.0.2.1")]
    public void Beyond_loopback_a_credential_or_insecure_is_needed(string address)
    {
        Assert.Contains("--insecure", Assert.Throws<StartupException>(() => Read("--bind", address)).Message, StringComparison.Ordinal);
        Assert.True(Read("--bind", address, "--insecure").Server.Insecure);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Server:Bind"] = address, ["Http:Credential"] = "bearer:12345678" }).Build();
        Assert.Equal(address, ArchiveSettings.Read(configuration).Server.Bind);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Loopback_needs_none(string address) => Assert.Equal(address, Read("--bind", address).Server.Bind);

    [Fact]
    public void Modalities_that_are_named_are_all_that_are_compressed()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Compression:Modalities:0"] = "US", ["Compression:Sources:0"] = "CT1=Off" }).Build();
        Assert.Equal(["US"], ArchiveSettings.Read(configuration).Compression.Modalities);
        configuration["Compression:Sources:0"] = "CT1";
        Assert.Contains("AE=On or AE=Off", Assert.Throws<StartupException>(() => ArchiveSettings.Read(configuration)).Message, StringComparison.Ordinal);
    }

    private static ArchiveSettings Read(params string[] arguments) =>
        ArchiveSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(CommandLine.Parse(arguments)).Build());
}
