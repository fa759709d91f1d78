using System.Collections.Concurrent;
using System.Net.Sockets;
using Whole.Tests.Harness;
using Whole.Tests.Harness.Wire;

namespace Whole.Tests.Crash;

/// <summary>Sends a series until all is sent or the server dies under it; knows what was acknowledged.</summary>
internal sealed class CrashSender(TestObject[] slices)
{
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new(StringComparer.Ordinal);

    public TestObject[] Slices => slices;

    /// <summary>As of now.</summary>
    public IReadOnlySet<string> Acknowledged => _acknowledged.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>On one association.</summary>
    public async Task Send(int port, Action acknowledged)
    {
        try
        {
            await using var association = await WireScu.OpenForStore(port, [(TestObject.CtImage, TestObject.ExplicitLittle)]);
            foreach (var slice in slices)
            {
                var status = await association.Store(slice.SopClass, slice.SopUid, TestObject.ExplicitLittle, slice.DataSet());
                if (status != 0) throw new InvalidOperationException($"status {status:X4}");
                _acknowledged[slice.SopUid] = true;
                acknowledged();
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server was killed: what is in Acknowledged is what we were promised.
        }
    }

    /// <summary>By STOW-RS, one object a request.</summary>
    public async Task Stow(DicomWeb web, Action acknowledged)
    {
        try
        {
            foreach (var slice in slices)
            {
                (await web.Stow(slice.Part10())).AllStored();
                _acknowledged[slice.SopUid] = true;
                acknowledged();
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            // The same.
        }
    }
}
