using System.Globalization;

namespace Whole.Tests.Harness;

/// <summary>DCMTK's <c>storescp</c>, keeping every data set exactly as it was on the wire: a C-MOVE destination, and the reference of what a sender sends.</summary>
internal sealed class DcmtkReceiver : IAsyncDisposable
{
    public const string Ae = "TESTDEST";
    private readonly TempFolder _folder = new("storescp");
    private RunningProcess _process = null!;

    public int Port { get; private set; }

    public static async Task<DcmtkReceiver> Start()
    {
        var receiver = new DcmtkReceiver { Port = Ports.Free() };
        receiver._process = RunningProcess.Start("storescp",
            ["-aet", Ae, "+B", "+xa", "-pm", "-pdu", "131072", "-od", receiver._folder.Path, receiver.Port.ToString(CultureInfo.InvariantCulture)]);
        await Ports.WaitUntilOpen(receiver.Port, receiver._process);
        return receiver;
    }

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
