using System.Buffers;
using System.Data.Common;
using Concord.Trust.Identity;
using Concord.Trust.Policy;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Index;
using Concord.Vault.Sites;
using Microsoft.Extensions.Logging;

namespace Concord.Vault.Receive;

/// <summary>The steps of receiving one object (DESIGN, "One way in"). Any number of threads.</summary>
internal sealed class Reception(BundleStore store, AccessPolicy policy, SiteQuotas quotas, VaultOptions options, ILogger log)
{
    /// <summary>A bundle may close between being found and being asked; then the next one takes the object.</summary>
    private const int MaxTries = 8;

    /// <summary>Failures are told at most this often: on a full disk there are thousands in a second.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _telling = new();
    private long? _lastTold;
    private int _untold;

    public async Task<StoreOutcome> Receive(IncomingInstance incoming, Origin origin, CancellationToken cancel)
    {
        try
        {
            if (incoming.IsDropped && quotas.Refusal(origin) is { } dropped) return new StoreOutcome.Refused(Refusal.OutOfResources, dropped);
            // 1 parse the head once
            var inMemory = await incoming.Complete(cancel);
            var (parsed, refused) = incoming.Spool is null
                ? ObjectParser.Parse(incoming, inMemory, options)
                : await store.Around.Threads.Run(() => ObjectParser.Parse(incoming, inMemory, options));
            if (parsed is null) return refused!;
            // 2 ask the policy
            if (!policy.MayStore(origin, parsed.SopClassUid)) return new StoreOutcome.Refused(Refusal.NotAuthorized, "The policy does not let this peer store this object.");
            if (quotas.Refusal(origin) is { } spent) return new StoreOutcome.Refused(Refusal.OutOfResources, spent);
            // and, where it is so set, whether the object is what its SOP class says
            var check = options.Validate == ReceiveValidation.Off ? null : ConformanceCheck.Of(parsed.Head);
            if (check?.Refusal(options.Validate) is { } notConformant) return NotConformant(check, notConformant);
            if (!store.Around.Index.HasRoom()) throw new IndexUnavailableException();
            // 3 and 4: append to the open bundle of its series, durable; 5: the bundle hands the row to the index before it answers
            if (incoming.Spool is { } spool) await store.Around.Threads.Run(spool.SyncData);
            return Told(check, Outcome(await Append(incoming, RequestOf(incoming, parsed, origin), cancel)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or TimeoutException or ArgumentOutOfRangeException or DbException)
        {
            return NotKept(error);
        }
    }

    private StoreOutcome.Refused NotConformant(ConformanceCheck check, StoreOutcome.Refused refused)
    {
        ReceiveMetrics.CountNonconformant(isKept: false);
        log.NotConformant(check.Faults, "refused");
        return refused;
    }

    private StoreOutcome Told(ConformanceCheck? check, StoreOutcome outcome)
    {
        if (check is not { Faults: > 0 } || outcome is StoreOutcome.Refused) return outcome;
        ReceiveMetrics.CountNonconformant(isKept: true);
        log.NotConformant(check.Faults, "kept");
        return outcome with { HasFaults = true };
    }

    private static AppendRequest RequestOf(IncomingInstance incoming, ReceivedObject parsed, Origin origin) => new()
    {
        Key = parsed.Key,
        SopInstanceUid = parsed.SopInstanceUid,
        SopClassUid = parsed.SopClassUid,
        TransferSyntax = parsed.TransferSyntax,
        Head = parsed.Head,
        Origin = origin,
        DataSet = parsed.DataSet is ByteSource.Memory memory ? memory.Bytes : ReadOnlySequence<byte>.Empty,
        Spool = incoming.Spool,
        DataSetOffset = parsed.DataSetOffset,
        DataSetLength = parsed.DataSet.Length,
        DataSetCrc = parsed.DataSetCrc,
    };

    /// <summary>From the first try on the appender uses the object's memory: the answer is awaited whatever the caller cancels.</summary>
    private async Task<AppendResult> Append(IncomingInstance incoming, AppendRequest request, CancellationToken cancel)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var bundle = await store.Open.Get(request.Key, cancel);
            if (bundle.TryAppend(request))
            {
                var result = await request.WaitForAnswer();
                if (result.IsWritten && request.Spool is not null) incoming.HandOverSpool();
                if (result.Kind != AppendKind.BundleClosed) return result;
                request = request.Again();
            }
            store.Open.StopTaking(bundle);
        }
        return new(AppendKind.Failed, Error: new IOException("No bundle takes the object."));
    }

    private StoreOutcome Outcome(AppendResult result) => result.Kind switch
    {
        AppendKind.Stored => new StoreOutcome.Stored(result.Entry!.ArrivalNumber),
        AppendKind.AlreadyStored => new StoreOutcome.AlreadyStored(),
        AppendKind.KeptAside or AppendKind.AlreadyKeptAside => new StoreOutcome.KeptAside(result.Entry!.ArrivalNumber),
        _ => NotKept(result.Error!),
    };

    private StoreOutcome.Refused NotKept(Exception error)
    {
        Tell(error);
        return new(Refusal.OutOfResources, Disk.IsFull(error.InnerException ?? error) ? "The disk is full." : "The archive could not write.");
    }

    private void Tell(Exception error)
    {
        int untold;
        lock (_telling)
        {
            if (_lastTold is { } last && store.Around.Time.GetElapsedTime(last) < TellEvery)
            {
                _untold++;
                return;
            }
            _lastTold = store.Around.Time.GetTimestamp();
            (untold, _untold) = (_untold, 0);
        }
        log.NotKept(untold, error);
    }
}
