using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network.Dimse;
using Concord.Network.ServiceClasses;

namespace Dicom.Tests.Network.ServiceClasses;

/// <summary>What has to be made is made while what comes before it is sent; nothing that was opened stays open.</summary>
public sealed class OpenedAheadTests
{
    private static readonly TransferSyntax Jpeg = TransferSyntax.Of(Uid.Parse("1.2.840.10008.1.2.4.90"));

    [Fact]
    public async Task Two_are_made_ahead_of_one_that_was_made()
    {
        var objects = Enumerable.Range(0, 5).Select(_ => new Made(Jpeg)).ToList();
        await using (var opened = new OpenedAhead())
        {
            var (context, dataSet, failure) = await Open(opened, objects, 0);
            Assert.Null(failure);
            Assert.Equal(TransferSyntax.ExplicitVrLittleEndian, context!.TransferSyntax);
            await objects[1].WaitUntilBegun();
            await objects[2].WaitUntilBegun();
            Assert.Equal([1, 1, 1, 0, 0], objects.Select(made => made.Opened));
            await dataSet!.DisposeAsync();
            await using var second = (await Open(opened, objects, 1)).DataSet;
            Assert.Equal(1, objects[1].Opened); // no second time
            await objects[3].WaitUntilBegun();
        }
        Assert.All(objects, made => Assert.Equal(made.Opened, made.Closed));
        Assert.Equal(4, objects.Sum(made => made.Opened));
    }

    [Fact]
    public async Task What_lies_as_it_is_sent_is_opened_in_its_turn()
    {
        var objects = Enumerable.Range(0, 3).Select(_ => new Made(TransferSyntax.ExplicitVrLittleEndian)).ToList();
        await using var opened = new OpenedAhead();
        await using var first = (await Open(opened, objects, 0)).DataSet;
        Assert.Equal([1, 0, 0], objects.Select(made => made.Opened));
    }

    [Fact]
    public async Task One_that_could_not_be_made_ahead_is_tried_in_its_turn()
    {
        var objects = Enumerable.Range(0, 2).Select(_ => new Made(Jpeg)).ToList();
        objects[1].Fails = 1;
        await using var opened = new OpenedAhead();
        await using var first = (await Open(opened, objects, 0)).DataSet;
        await objects[1].WaitUntilBegun();
        await using var second = (await Open(opened, objects, 1)).DataSet;
        Assert.NotNull(second);
        Assert.Equal(2, objects[1].Opened);
    }

    private static ValueTask<(PresentationContext? Context, Stream? DataSet, DimseStatus? Failure)> Open(OpenedAhead opened, List<Made> objects, int at) =>
        opened.Open(objects[at], objects.Skip(at + 1), [new(1, Uids.CTImageStorage, TransferSyntax.ExplicitVrLittleEndian, PeerIsScu: false, PeerIsScp: true)], default);

    /// <summary>An object that counts how often it was opened and closed.</summary>
    private sealed class Made(TransferSyntax syntax) : IOutgoingObject
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _opened;
        private int _closed;

        public int Fails { get; set; }

        public int Opened => Volatile.Read(ref _opened);

        public int Closed => Volatile.Read(ref _closed);

#pragma warning disable VSTHRD003 // set by the thread that opens
        public Task WaitUntilBegun() => _begun.Task.WaitAsync(TimeSpan.FromSeconds(30));
#pragma warning restore VSTHRD003

        public Uid SopClassUid => Uids.CTImageStorage;

        public Uid SopInstanceUid { get; } = Uid.New();

        public TransferSyntax TransferSyntax => syntax;

        public bool MayBecome(TransferSyntax target) => true;

        public ValueTask<Stream?> OpenDataSet(TransferSyntax transferSyntax, CancellationToken cancel)
        {
            var number = Interlocked.Increment(ref _opened);
            _begun.TrySetResult();
            return number <= Fails ? throw new IOException("not now") : new(new Counted(() => Interlocked.Increment(ref _closed)));
        }

        private sealed class Counted(Action closed) : MemoryStream
        {
            protected override void Dispose(bool disposing)
            {
                closed();
                base.Dispose(disposing);
            }
        }
    }
}
