using System.Globalization;

namespace Whole.Tests.Harness;

/// <summary>DCMTK's command line programs against a port of this machine.</summary>
internal static class Dcmtk
{
    /// <summary>A whole sweep can be a thousand paths.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromMinutes(10);

    /// <summary><c>dcmsend</c>: each file in its own transfer syntax, going on past those it cannot send.</summary>
    public static Task<ToolRun> Send(int port, IEnumerable<string> files) =>
        ToolRun.Run("dcmsend", ["-dn", "-nh", "-nuc", "-aec", ConcordServer.Ae, "-pdu", "131072", "127.0.0.1", Port(port), .. files], SendTimeout);

    public static Task<ToolRun> Echo(int port) => ToolRun.Run("echoscu", ["-v", "-aec", ConcordServer.Ae, "127.0.0.1", Port(port)]);

    public static Task<ToolRun> Store(int port, IEnumerable<string> arguments) =>
        ToolRun.Run("storescu", ["-v", "-aec", ConcordServer.Ae, "127.0.0.1", Port(port), .. arguments]);

    /// <summary><c>findscu -X</c>: the answers as files in a folder, in order.</summary>
    public static async Task<(ToolRun Run, string[] Answers)> Find(int port, string folder, IEnumerable<string> arguments)
    {
        var run = await ToolRun.Run("findscu", ["-v", "-X", "-aec", ConcordServer.Ae, .. arguments.TakeWhile(a => a != "--"), "127.0.0.1", Port(port),
            .. arguments.SkipWhile(a => a != "--").Skip(1)], folder: folder);
        return (run, [.. Directory.GetFiles(folder, "rsp*.dcm").Order(StringComparer.Ordinal)]);
    }

    public static Task<ToolRun> Move(int port, string destination, params string[] keys) =>
        ToolRun.Run("movescu", ["-v", "-S", "-aec", ConcordServer.Ae, "-aem", destination, .. keys.SelectMany(k => new[] { "-k", k }), "127.0.0.1", Port(port)]);

    public static Task<ToolRun> Get(int port, string folder, IEnumerable<string> options, params string[] keys) =>
        ToolRun.Run("getscu", ["-v", "-S", "+B", "-aec", ConcordServer.Ae, .. options, "-od", folder, .. keys.SelectMany(k => new[] { "-k", k }), "127.0.0.1", Port(port)]);

    private static string Port(int port) => port.ToString(CultureInfo.InvariantCulture);
}
