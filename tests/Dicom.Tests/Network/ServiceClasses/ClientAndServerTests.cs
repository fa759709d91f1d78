using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;
using Dicom.Tests.Network.Support;

namespace Dicom.Tests.Network.ServiceClasses;

public sealed class ClientAndServerTests
{
    private static readonly NetworkOptions Options = new() { AeTitle = "TESTER", ResponseSeconds = 10 };

    private static DataSet StudyKeys() => new DataSet().SetString(Tags.QueryRetrieveLevel, "STUDY").SetUid(Tags.StudyInstanceUID, Uid.Parse("2.25.78"));

    private static async Task<List<T>> ToList<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
    }

    [Fact]
    public async Task Echo_is_answered_with_success()
    {
        await using var host = await DicomHost.Start();
        Assert.Equal(DimseStatus.Success, await new DicomClient(host.Peer, Options).Echo(default));
    }

    [Fact]
    public async Task Objects_arrive_as_they_lie_in_every_transfer_syntax()
    {
        var storage = new MemoryStorage();
        await using var host = await DicomHost.Start(storage);
        var objects = TransferSyntax.All.Select((syntax, i) => new SampleObject(i, syntax)).ToList();
        var results = await ToList(new DicomClient(host.Peer, Options).Store(objects));
        Assert.All(results, result => Assert.Equal(DimseStatus.Success, result.Status));
        Assert.Equal(objects.Select(o => o.SopInstanceUid), storage.Stored.Select(stored => stored.Request.AffectedSopInstanceUid));
        Assert.All(objects.Zip(storage.Stored), pair =>
        {
            Assert.Equal(pair.First.TransferSyntax, pair.Second.Request.TransferSyntax);
            Assert.True(pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes));
        });
    }

    [Fact]
    public async Task More_contexts_than_one_association_holds_take_several()
    {
        var storage = new MemoryStorage();
        await using var host = await DicomHost.Start(storage);
        var objects = StorageSopClasses.All.Select((uid, i) => new SampleObject(i, sopClass: uid)).ToList();
        var results = await ToList(new DicomClient(host.Peer, Options).Store(objects));
        Assert.All(results, result => Assert.Equal(DimseStatus.Success, result.Status));
        Assert.Equal(objects.Count, storage.Stored.Count);
        Assert.True(storage.Stored.Select(stored => stored.Peer.AssociationNumber).Distinct().Count() > 1);
    }

    [Fact]
    public async Task Private_classes_and_syntaxes_are_accepted_by_the_setting()
    {
        var storage = new MemoryStorage();
        var instance = new SampleObject(1, TransferSyntax.Of(Uid.Parse("1.2.3.4.5")), sopClass: Uid.Parse("1.2.3.4.6"));
        await using (var host = await DicomHost.Start(storage))
            Assert.True((await ToList(new DicomClient(host.Peer, Options).Store([instance])))[0].Status.IsSuccess);
        Assert.Equal(instance.Bytes, storage.Stored.Single().Bytes);
        await using var strict = await DicomHost.Start(storage, configure: options => options.AcceptUnknownSopClasses = false);
        var refused = await Assert.ThrowsAsync<AssociationException>(() => ToList(new DicomClient(strict.Peer, Options).Store([instance])));
        Assert.Equal(AssociationFailure.NotNegotiated, refused.Failure);
    }

    [Theory]
    [InlineData(0), InlineData(4095), InlineData(4096), InlineData(262_144), InlineData(5_000_000)]
    public async Task An_object_of_any_size_is_whole(int size)
    {
        var storage = new MemoryStorage();
        await using var host = await DicomHost.Start(storage, configure: options => options.MaxPduLengthBytes = 65_536);
        var instance = new SampleObject(1, pixelBytes: size & ~1);
        await ToList(new DicomClient(host.Peer, Options).Store([instance]));
        Assert.True(instance.Bytes.AsSpan().SequenceEqual(storage.Stored.Single().Bytes));
    }

    [Fact]
    public async Task An_object_that_breaks_while_it_is_read_fails_alone()
    {
        var storage = new MemoryStorage();
        await using var host = await DicomHost.Start(storage);
        IOutgoingObject[] objects = [new SampleObject(1), new SampleObject(2, pixelBytes: 900_000) { BreaksAfter = 600_000 }, new SampleObject(3)];
        var results = await ToList(new DicomClient(host.Peer, Options).Store(objects));
        Assert.Equal([0, 0x0110, 0], results.Select(result => (int)result.Status.Code));
        Assert.Equal(2, storage.Stored.Count);
    }

    [Fact]
    public async Task Find_gives_the_matches_and_success()
    {
        var archive = new ScriptedArchive { Matches = { StudyKeys(), StudyKeys() } };
        await using var host = await DicomHost.Start(query: archive);
        var results = await ToList(new DicomClient(host.Peer, Options).Find(InformationModel.PatientRoot, StudyKeys(), relational: true));
        Assert.Equal([0xFF00, 0xFF00, 0], results.Select(result => (int)result.Status.Code));
        Assert.Equal("2.25.78", results[0].Identifier!.GetUid(Tags.StudyInstanceUID).ToString());
        Assert.Equal((InformationModel.PatientRoot, true, "TESTER"), (archive.Asked!.Value.Model, archive.Asked.Value.Relational, archive.Asked.Value.Peer.CallingAeTitle));
    }

    [Fact]
    public async Task Find_ends_with_the_failure_of_the_provider()
    {
        var archive = new ScriptedArchive { FindEnds = new(0xA900, "No such level", [Tags.QueryRetrieveLevel]) };
        await using var host = await DicomHost.Start(query: archive);
        var result = Assert.Single(await ToList(new DicomClient(host.Peer, Options).Find(InformationModel.StudyRoot, StudyKeys())));
        Assert.Equal(0xA900, result.Status.Code);
        Assert.Equal("No such level", result.Status.ErrorComment);
        Assert.Equal([Tags.QueryRetrieveLevel], result.Status.OffendingElements!);
    }

    [Fact]
    public async Task A_query_left_early_is_cancelled()
    {
        var archive = new ScriptedArchive { Matches = { StudyKeys() }, Endless = true };
        await using var host = await DicomHost.Start(query: archive);
        await foreach (var result in new DicomClient(host.Peer, Options).Find(InformationModel.StudyRoot, StudyKeys())) break;
        await archive.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Get_brings_the_objects_back()
    {
        var archive = new ScriptedArchive();
        for (var i = 0; i < 20; i++) archive.Objects.Add(new SampleObject(i, pixelBytes: 100_000 * i));
        archive.Objects.Add(new SampleObject(20, TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.50"))));
        archive.Objects.Add(new SampleObject(21, TransferSyntax.ExplicitVrBigEndian)); // proposed after others in one context: re-encoded
        var taken = new MemoryStorage();
        await using var host = await DicomHost.Start(retrieve: archive);
        var progress = await ToList(new DicomClient(host.Peer, Options).Get(InformationModel.StudyRoot, StudyKeys(), taken));
        Assert.Equal(DimseStatus.Success, progress[^1].Status);
        Assert.Equal(new SubOperations(null, 22, 0, 0), progress[^1].SubOperations);
        Assert.Equal(22, taken.Stored.Count);
        Assert.All(archive.Objects.Cast<SampleObject>().Zip(taken.Stored), pair =>
            Assert.True(pair.First.BytesIn(pair.Second.Request.TransferSyntax).AsSpan().SequenceEqual(pair.Second.Bytes)));
        Assert.Equal(TransferSyntax.ExplicitVrLittleEndian, taken.Stored.Last().Request.TransferSyntax);
    }

    [Fact]
    public async Task Get_of_named_classes_takes_big_endian_as_it_lies()
    {
        var archive = new ScriptedArchive { Objects = { new SampleObject(1, TransferSyntax.ExplicitVrBigEndian) } };
        var taken = new MemoryStorage();
        await using var host = await DicomHost.Start(retrieve: archive);
        await ToList(new DicomClient(host.Peer, Options).Get(InformationModel.StudyRoot, StudyKeys(), taken, [Uids.SecondaryCaptureImageStorage]));
        var (request, _, bytes) = Assert.Single(taken.Stored);
        Assert.Equal(TransferSyntax.ExplicitVrBigEndian, request.TransferSyntax);
        Assert.Equal(((SampleObject)archive.Objects[0]).Bytes, bytes);
    }

    [Fact]
    public async Task Get_counts_and_names_what_failed()
    {
        var archive = new ScriptedArchive { Objects = { new SampleObject(1), new SampleObject(2, TransferSyntax.Of(Uid.Parse("1.2.3"))) } };
        var taken = new MemoryStorage();
        await using var host = await DicomHost.Start(retrieve: archive);
        var last = (await ToList(new DicomClient(host.Peer, Options).Get(InformationModel.StudyRoot, StudyKeys(), taken)))[^1];
        Assert.Equal(0xB000, last.Status.Code);
        Assert.Equal(new SubOperations(null, 1, 1, 0), last.SubOperations);
        Assert.Equal([archive.Objects[1].SopInstanceUid], last.FailedSopInstanceUids);
    }

    [Fact]
    public async Task Move_sends_to_the_destination_and_names_its_originator()
    {
        var archive = new ScriptedArchive();
        for (var i = 0; i < 10; i++) archive.Objects.Add(new SampleObject(i));
        var taken = new MemoryStorage { Answer = request => request.AffectedSopInstanceUid.ToString().EndsWith('7') ? new(0xB000) : DimseStatus.Success };
        await using var destination = await DicomHost.Start(taken);
        archive.Peers["DEST"] = destination.Peer;
        await using var host = await DicomHost.Start(retrieve: archive, configure: options => options.PendingResponseSeconds = 0);
        var progress = await ToList(new DicomClient(host.Peer, Options).Move(InformationModel.StudyRoot, StudyKeys(), "DEST"));
        Assert.Equal(0xB000, progress[^1].Status.Code); // one warning
        Assert.Equal(new SubOperations(null, 9, 0, 1), progress[^1].SubOperations);
        Assert.Equal(10, progress.Count - 1);
        Assert.Equal(new SubOperations(9, 1, 0, 0), progress[0].SubOperations);
        Assert.All(taken.Stored, stored => Assert.Equal("TESTER", stored.Request.MoveOriginatorAeTitle));
    }

    [Theory]
    [InlineData("NOSUCHAE", 0xA801), InlineData("", 0xA801), InlineData("CLOSED", 0xA702)]
    public async Task Move_to_nowhere_fails(string destination, int status)
    {
        var archive = new ScriptedArchive { Objects = { new SampleObject(1) }, Peers = { ["CLOSED"] = new("CLOSED", "127.0.0.1", 1) } };
        await using var host = await DicomHost.Start(retrieve: archive);
        var last = (await ToList(new DicomClient(host.Peer, Options).Move(InformationModel.StudyRoot, StudyKeys(), destination)))[^1];
        Assert.Equal(status, last.Status.Code);
        if (status == 0xA702) Assert.Equal([archive.Objects[0].SopInstanceUid], last.FailedSopInstanceUids);
    }

    [Fact]
    public async Task A_get_left_early_is_cancelled_and_released()
    {
        var archive = new ScriptedArchive();
        for (var i = 0; i < 2000; i++) archive.Objects.Add(new SampleObject(i));
        var taken = new MemoryStorage();
        await using var host = await DicomHost.Start(retrieve: archive, configure: options => options.PendingResponseSeconds = 0);
        await foreach (var progress in new DicomClient(host.Peer, Options).Get(InformationModel.StudyRoot, StudyKeys(), taken)) break;
        Assert.InRange(taken.Stored.Count, 1, 1999);
        await host.Log.Await("2102"); // released
    }

    [Fact]
    public async Task A_move_left_early_is_cancelled_and_both_associations_are_released()
    {
        var archive = new ScriptedArchive();
        for (var i = 0; i < 2000; i++) archive.Objects.Add(new SampleObject(i));
        var taken = new MemoryStorage();
        await using var destination = await DicomHost.Start(taken);
        archive.Peers["DEST"] = destination.Peer;
        await using var host = await DicomHost.Start(retrieve: archive, configure: options => options.PendingResponseSeconds = 0);
        await foreach (var progress in new DicomClient(host.Peer, Options).Move(InformationModel.StudyRoot, StudyKeys(), "DEST")) break;
        Assert.InRange(taken.Stored.Count, 1, 1999);
        await host.Log.Await("2102");
        await destination.Log.Await("2102");
    }

    [Fact]
    public async Task Eight_associations_at_once_keep_every_object()
    {
        var storage = new MemoryStorage();
        await using var host = await DicomHost.Start(storage);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async lane =>
        {
            var objects = Enumerable.Range(0, 50).Select(i => new SampleObject((lane * 1000) + i, pixelBytes: 100_000)).ToList();
            var results = await ToList(new DicomClient(host.Peer, Options).Store(objects));
            Assert.All(results, result => Assert.True(result.Status.IsSuccess));
        }));
        Assert.Equal(400, storage.Stored.Select(stored => stored.Request.AffectedSopInstanceUid).Distinct().Count());
    }

    [Fact]
    public async Task A_failing_query_is_answered_and_the_association_goes_on()
    {
        await using var host = await DicomHost.Start(query: new BrokenQuery());
        var result = Assert.Single(await ToList(new DicomClient(host.Peer, Options).Find(InformationModel.StudyRoot, StudyKeys())));
        Assert.Equal(0xC000, result.Status.Code);
    }

    private sealed class BrokenQuery : Concord.Network.ServiceClasses.IQueryProvider
    {
        public async IAsyncEnumerable<QueryResult> Find(
            InformationModel model, DataSet identifier, bool relational, AssociationPeer peer,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            await Task.Yield();
            if (identifier.Count > 0) throw new InvalidOperationException("broken");
            yield break;
        }
    }
}
