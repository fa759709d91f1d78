using System.Net.Sockets;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;

namespace Whole.Tests.Crash;

/// <summary>One association that sends a series until all is sent or the server dies under it; knows what was acknowledged.</summary>
internal sealed class CrashSender(TestObject[] slices)
{
    private readonly HashSet<string> _acknowledged = new(StringComparer.Ordinal);

    public TestObject[] Slices => slices;

    public IReadOnlySet<string> Acknowledged => _acknowledged;

    public async Task Send(int port, Action acknowledged)
    {
        try
        {
            await using var association = await WireScu.OpenForStore(port, [(TestObject.CtImage, TestObject.ExplicitLittle)]);
            foreach (var slice in slices)
            {
                var status = await association.Store(slice.SopClass, slice.SopUid, TestObject.ExplicitLittle, slice.DataSet());
                if (status != 0) throw new InvalidOperationException($"status {status:X4}");
                _acknowledged.Add(slice.SopUid);
                acknowledged();
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server was killed: what is in Acknowledged is what we were promised.
        }
    }
}
