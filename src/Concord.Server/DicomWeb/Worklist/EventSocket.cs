using System.Net.WebSockets;
using System.Text.Json;
using Concord.Clinic.Worklist;
using Concord.Dicom.DataElements;
using Concord.Dicom.Json;

namespace Concord.Server.DicomWeb.Worklist;

/// <summary>Events as text messages of DICOM JSON over a WebSocket (PS3.18 §8.10.5): the command elements of N-EVENT-REPORT and the event's information.</summary>
internal sealed class EventSocket(TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);

    /// <summary>Who takes nothing for so long is cut off.</summary>
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(30);

    private static readonly Tag AffectedSopClassUid = new(0x0000_0002), MessageId = new(0x0000_0110), AffectedSopInstanceUid = new(0x0000_1000), EventTypeId = new(0x0000_1002);

    /// <summary>Until either side ends it.</summary>
    public async Task Send(HttpContext context, WorklistListener listener)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(60) });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var hearing = Hear(socket, ended, context.RequestAborted);
        ushort number = 0;
        try
        {
            await foreach (var told in listener.Events.ReadAllAsync(ended.Token)) await Send(socket, Message(told, ++number), context.RequestAborted);
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException)
        {
            // either side has ended it; closed below
        }
        listener.Dispose(); // its place is free before the other side knows that it has ended
        await Close(socket, lifetime.ApplicationStopping.IsCancellationRequested ? WebSocketCloseStatus.EndpointUnavailable : WebSocketCloseStatus.PolicyViolation);
        await hearing.WaitAsync(CloseWithin, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // who does not answer a close is cut off
    }

    private async Task Send(WebSocket socket, byte[] message, CancellationToken aborted)
    {
        using var late = new CancellationTokenSource(SendWithin, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted, late.Token);
        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
    }

    /// <summary>Takes what the other side says, which is nothing but that it ends. Not given up before the connection is: that would cut it.</summary>
    private static async Task Hear(WebSocket socket, CancellationTokenSource ended, CancellationToken aborted)
    {
        var said = new byte[128];
        try
        {
            while ((await socket.ReceiveAsync(said.AsMemory(), aborted)).MessageType != WebSocketMessageType.Close)
            {
                // a listener has nothing to say
            }
        }
        catch (Exception end) when (end is OperationCanceledException or WebSocketException)
        {
            // the connection is gone
        }
        finally
        {
            if (!aborted.IsCancellationRequested) await ended.CancelAsync();
        }
    }

    private async Task Close(WebSocket socket, WebSocketCloseStatus why)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var limit = new CancellationTokenSource(CloseWithin, time);
        try
        {
            await socket.CloseOutputAsync(socket.State == WebSocketState.CloseReceived ? WebSocketCloseStatus.NormalClosure : why, null, limit.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            socket.Abort();
        }
    }

    private static byte[] Message(StepEvent told, ushort number)
    {
        var message = new DataSet().SetUid(AffectedSopClassUid, Step.SopClass).SetInt(MessageId, number, Vr.US).SetUid(AffectedSopInstanceUid, told.InstanceUid).SetInt(EventTypeId, (int)told.Type, Vr.US);
        foreach (var element in told.Information) message.Set(element);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) DicomJsonWriter.Write(json, message);
        return bytes.ToArray();
    }
}
