using System.Net;
using System.Net.Http.Json;
using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Encoding;
using Concord.Network;
using Concord.Network.ServiceClasses;
using Concord.Server.Settings;
using Concord.Vault.Receive;

namespace Archive.Tests.Server;

/// <summary>Storage Commitment of the whole server: asked over DIMSE, answered from the vault.</summary>
public sealed class CommitmentTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly NetworkOptions Caller = new() { AeTitle = "MODALITY" };

    private static SopReference Slice(int number) => new(Objects.CtImage, Objects.Instance(number));

    private static Task<TestServer> Start(Func<CommitmentOptions, CommitmentOptions>? change = null)
    {
        var options = new CommitmentOptions { DelaySeconds = 0, MissingSeconds = 0, RetrySeconds = 1, MaxRetrySeconds = 1 };
        return TestServer.Start(settings => settings with { Commitment = change?.Invoke(options) ?? options });
    }

    private static DicomClient Client(TestServer server) => new(new("CONCORD", "127.0.0.1", server.Server.Dicom.Port), Caller);

    private static async Task Store(TestServer server, int number)
    {
        await using var incoming = server.Server.Vault.Begin(TransferSyntax.ExplicitVrLittleEndian);
        await incoming.Append(new(Objects.Bytes(Objects.Slice(number))), default);
        Assert.IsType<StoreOutcome.Stored>(await server.Server.Vault.Receive(incoming, Objects.Origin, default));
    }

    private static async Task AddPeer(TestServer server, int port)
    {
        using var answer = await server.Client.PostAsJsonAsync("api/peers", new { aeTitle = "MODALITY", host = "127.0.0.1", port });
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task What_is_durable_is_committed_on_the_association_that_asks_and_the_rest_is_named_with_its_reason()
    {
        await using var server = await Start();
        await Store(server, 1);
        var other = new SopReference(Uid.Parse("1.2.840.10008.5.1.4.1.1.4"), Objects.Instance(1));
        var answer = await Client(server).Commit(new(Uid.New(), [Slice(1), Slice(2), other]), Wait);
        Assert.Equal([Slice(1)], answer.Report!.Committed);
        Assert.Equal([new(Slice(2), CommitmentFailure.NoSuchObjectInstance), new(other, CommitmentFailure.ClassInstanceConflict)], answer.Report.Failed);
        Assert.Equal("CONCORD", answer.Report.RetrieveAeTitle);
        await Until(() => server.Server.Vault.Commitments.PendingCount == 0);
    }

    [Fact]
    public async Task Who_does_not_wait_is_told_on_a_new_association()
    {
        await using var server = await Start(options => options with { PreferNewAssociation = true });
        await using var listener = await CommitmentListener.Listen(IPAddress.Loopback, 0, Caller);
        await AddPeer(server, listener.Port);
        await Store(server, 1);
        var answer = await Client(server).Commit(new(Uid.New(), [Slice(1)]), Wait, listener);
        Assert.Equal([Slice(1)], answer.Report!.Committed);
    }

    [Fact]
    public async Task An_object_that_comes_soon_after_the_request_counts()
    {
        await using var server = await Start(options => options with { MissingSeconds = 600 });
        await Store(server, 1);
        var asking = Client(server).Commit(new(Uid.New(), [Slice(1), Slice(2)]), Wait);
        await Until(() => server.Server.Vault.Commitments.PendingCount == 1);
        await Store(server, 2);
        Assert.Equal([Slice(1), Slice(2)], (await asking).Report!.Committed);
    }

    [Fact]
    public async Task Who_is_not_known_is_kept_logged_by_number_and_told_when_it_is()
    {
        await using var server = await Start();
        await using var listener = await CommitmentListener.Listen(IPAddress.Loopback, 0, Caller);
        await Store(server, 1);
        var request = new CommitmentRequest(Uid.New(), [Slice(1)]);
        Assert.Null((await Client(server).Commit(request, TimeSpan.Zero)).Report);
        await Until(() => server.Logs.Lines.Any(line => line.Contains("Commitment 1 waits", StringComparison.Ordinal)));
        Assert.Equal(1, server.Server.Vault.Commitments.PendingCount);
        Assert.DoesNotContain(server.Logs.Lines, line => line.Contains("MODALITY", StringComparison.Ordinal) || line.Contains(request.TransactionUid.ToString(), StringComparison.Ordinal));
        await AddPeer(server, listener.Port);
        Assert.Equal([Slice(1)], (await Client(server).Commit(request, Wait, listener)).Report!.Committed); // asked again: the same transaction
    }

    [Fact]
    public async Task Bounds_are_kept_too_many_requests_are_refused_and_what_cannot_be_told_is_given_up()
    {
        await using var server = await Start(options => options with { MaxPending = 1, MaxTries = 2 });
        await AddPeer(server, 1); // nobody listens there
        Assert.True((await Client(server).Commit(new(Uid.New(), [Slice(1)]), TimeSpan.Zero)).Status.IsSuccess);
        Assert.Equal(0x0213, (await Client(server).Commit(new(Uid.New(), [Slice(1)]), TimeSpan.Zero)).Status.Code);
        await Until(() => server.Logs.Lines.Any(line => line.Contains("Commitment 1 given up after 2 tries", StringComparison.Ordinal)));
        await Until(() => server.Server.Vault.Commitments.PendingCount == 0);
    }

    [Fact]
    public async Task A_transaction_uid_in_use_for_something_else_fails_for_all()
    {
        await using var server = await Start();
        await Store(server, 1);
        var uid = Uid.New();
        await Client(server).Commit(new(uid, [Slice(1)]), Wait);
        var answer = await Client(server).Commit(new(uid, [Slice(1), Slice(2)]), Wait);
        Assert.All(answer.Report!.Failed, failed => Assert.Equal(CommitmentFailure.DuplicateTransactionUid, failed.Reason));
        Assert.Equal((2, 0), (answer.Report.Failed.Count, answer.Report.Committed.Count));
    }

    private static async Task Until(Func<bool> isSo)
    {
        for (var tries = 0; !isSo(); tries++)
        {
            Assert.True(tries < 1000, "It did not come to be");
            await Task.Delay(20);
        }
    }
}
