using System.Globalization;

namespace Whole.Tests.Harness;

/// <summary>DCMTK's <c>storescp</c>, keeping every data set exactly as it was on the wire: a C-MOVE destination, and the reference of what a sender sends.</summary>
internal sealed class DcmtkReceiver : IAsyncDisposable
{
    public const string Ae = "TESTDEST";
    private readonly TempFolder _folder = new("storescp");
    private RunningProcess _process = null!;

    public int Port { get; private set; }

    /// <param name="accepting">Options that say which transfer syntaxes it accepts; none: all.</param>
    public static async Task<DcmtkReceiver> Start(params string[] accepting)
    {
        var receiver = new DcmtkReceiver { Port = Ports.Free() };
        receiver._process = RunningProcess.Start("storescp",
            ["-aet", Ae, "+B", .. accepting.Length > 0 ? accepting : ["+xa"], .. accepting.Contains("-xf") ? Array.Empty<string>() : ["-pm"], "-pdu", "131072", "-od", receiver._folder.Path, receiver.Port.ToString(CultureInfo.InvariantCulture)]);
        await Ports.WaitUntilOpen(receiver.Port, receiver._process);
        return receiver;
    }

    /// <summary>A configuration of DCMTK by which a receiver accepts images of some classes in one transfer syntax and no other.</summary>
    public static string OnlyIn(string transferSyntax, params string[] classes) => $"""
        [[TransferSyntaxes]]
        [One]
        TransferSyntax1 = {transferSyntax}
        [[PresentationContexts]]
        [Images]
        {string.Join('\n', classes.Select((uid, index) => FormattableString.Invariant($"PresentationContext{index + 1} = {uid}\\One")))}
        [[Profiles]]
        [Only]
        PresentationContexts = Images

        """;

    /// <summary>SOP Instance UID and data set bytes of all that came.</summary>
    public Dictionary<string, byte[]> Received() => ReceivedFiles().ToDictionary(f => f.Key, f => DataSetBytes.Of(f.Value), StringComparer.Ordinal);

    /// <summary>The same with File Meta Information, which says what the command said.</summary>
    public Dictionary<string, byte[]> ReceivedFiles() =>
        Directory.GetFiles(_folder.Path).Select(File.ReadAllBytes).ToDictionary(DataSetBytes.SopInstanceUid, StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
