using System.Globalization;
using Concord.Dicom.DataElements;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Concord.Server.Peers;
using Concord.Server.Retrieve;
using Concord.Trust.Policy;
using Concord.Vault.Blobs;
using Concord.Vault.Bundles;
using Concord.Vault.Receive;
using Concord.Vault.Retrieve;

namespace Concord.Server.Sends;

/// <summary>One try of one send: what is left of it goes out on one association, in the archive's order.</summary>
internal sealed class SendTry(InstanceVault vault, VaultRetrieve retrieve, ObjectForms forms, PeerDirectory peers, AccessPolicy policy, NetworkOptions network, SendFiles files, TimeProvider time)
{
    private const ushort OutOfResources = 0xA700, CannotBeRead = 0x0110;

    /// <summary>The send's durable wait takes the place of short ones.</summary>
    private static readonly RetryPolicy NoRetries = new(0, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The live objects that a send names.</summary>
    /// <exception cref="StoreAwayException">A store is away.</exception>
    /// <exception cref="TimeoutException">The index is behind.</exception>
    public Task<IReadOnlyList<BundleEntry>> Find(string study, string? series, IReadOnlyList<Uid> instances, CancellationToken cancel) => retrieve.FindAll(new()
    {
        StudyInstanceUids = [Uid.Parse(study)],
        SeriesInstanceUids = series is null ? [] : [Uid.Parse(series)],
        SopInstanceUids = instances,
    }, cancel);

    /// <param name="progress">Told what has become of the send after each object; false when nobody wants it any more.</param>
    public async Task<SendOutcome> Run(SendRecord send, Func<Func<SendRecord, SendRecord>, bool> progress, CancellationToken cancel)
    {
        if (!policy.MaySend(send.User) || !policy.MayRead(send.Who, Uid.Parse(send.Study))) return new SendOutcome.Hopeless("The policy does not let who asked for it send any more.");
        if (peers.Find(send.To) is not { } peer) return new SendOutcome.PutOff("There is no peer of that AE title any more.", PeerIsAway: true);
        try
        {
            var found = await Find(send.Study, send.Series, send.Named > 0 ? files.ReadNamed(send.Number) : [], cancel);
            if (found.Count == 0) return new SendOutcome.Hopeless("Nothing of it is here any more.");
            using var sent = files.OpenSent(send.Number);
            var left = found.Where(entry => !sent.Contains(entry.ArrivalNumber)).ToList();
            progress(known => known with { Total = found.Count, Sent = found.Count - left.Count, Bytes = sent.Bytes, Refused = 0 });
            return left.Count == 0 ? new SendOutcome.Finished(null) : await Send(peer, left, sent, progress, cancel);
        }
        catch (StoreAwayException away)
        {
            return new SendOutcome.PutOff(away.Message);
        }
        catch (TimeoutException)
        {
            return new SendOutcome.PutOff("The index has not caught up.");
        }
        catch (AssociationException broken)
        {
            return new SendOutcome.PutOff(broken.Message, PeerIsAway: broken.Failure is AssociationFailure.NotConnected or AssociationFailure.Rejected or AssociationFailure.TimedOut);
        }
    }

    private async Task<SendOutcome> Send(RemotePeer peer, List<BundleEntry> left, SentLog sent, Func<Func<SendRecord, SendRecord>, bool> progress, CancellationToken cancel)
    {
        string? refused = null, unread = null;
        var objects = left.Select(entry => new StoredObject(entry, vault.Bundles, forms));
        await foreach (var result in new DicomClient(peer, network, time) { Retries = NoRetries }.Store(objects, cancel))
        {
            var entry = ((StoredObject)result.Object).Entry;
            var status = result.Status;
            if (!status.IsFailure)
            {
                sent.Add(entry.ArrivalNumber, entry.PartTenLength);
                if (!progress(known => known with { Sent = known.Sent + 1, Bytes = known.Bytes + entry.PartTenLength, Fruitless = 0 })) return new SendOutcome.BrokenOff();
            }
            else if ((status.Code & 0xFF00) == OutOfResources)
                return new SendOutcome.PutOff(result.WasSent ? "The peer is out of resources." : "There is no room here to put an object into a form that the peer takes.");
            else if (!result.WasSent && status.Code == CannotBeRead)
                unread = "An object cannot be read.";
            else
            {
                refused = Explain(result.WasSent, status);
                if (!progress(known => known with { Refused = known.Refused + 1 })) return new SendOutcome.BrokenOff();
            }
        }
        return unread is null ? new SendOutcome.Finished(refused) : new SendOutcome.PutOff(unread);
    }

    /// <summary>By its number: a peer's comment may say anything.</summary>
    private static string Explain(bool wasSent, DimseStatus status) => wasSent
        ? string.Create(CultureInfo.InvariantCulture, $"The peer refused an object ({status.Code:X4}).")
        : "The peer takes an object in no form that it can be given.";
}
