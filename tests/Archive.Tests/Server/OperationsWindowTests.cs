using Archive.Tests.Receive;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Network;
using Concord.Network.ServiceClasses;

namespace Archive.Tests.Server;

/// <summary>A series that comes over one association, with and without a window, is whole when it is acknowledged.</summary>
public sealed class OperationsWindowTests
{
    [Theory]
    [InlineData(1), InlineData(8)]
    public async Task A_series_sent_ahead_of_its_answers_is_whole(int window)
    {
        await using var server = await TestServer.Start();
        var objects = Enumerable.Range(1, 200).Select(number => new Slice(number)).ToList();
        var client = new DicomClient(new("CONCORD", "127.0.0.1", server.Server.Dicom.Port), new() { AeTitle = "TESTER", MaxOperationsInvoked = window });
        var acknowledged = new List<Uid>();
        await foreach (var result in client.Store(objects))
        {
            Assert.True(result.Status.IsSuccess);
            acknowledged.Add(result.Object.SopInstanceUid);
        }
        Assert.Equal(objects.Select(slice => slice.SopInstanceUid).Order(), acknowledged.Order());
        var found = await server.GetJson($"dicom-web/studies/{Objects.Study()}/series/{Objects.Series()}/instances");
        Assert.Equal(acknowledged.Select(uid => uid.ToString()).Order(StringComparer.Ordinal), found.Select(one => one!["00080018"]!["Value"]![0]!.ToString()).Order(StringComparer.Ordinal));
    }

    private sealed class Slice(int number) : IOutgoingObject
    {
        private readonly DataSet _dataSet = Objects.Slice(number, pixelBytes: 4096);

        public Uid SopClassUid => Objects.CtImage;

        public Uid SopInstanceUid => _dataSet.GetUid(Tags.SOPInstanceUID)!.Value;

        public TransferSyntax TransferSyntax => TransferSyntax.ExplicitVrLittleEndian;

        public ValueTask<Stream?> OpenDataSet(TransferSyntax transferSyntax, CancellationToken cancel) =>
            new(transferSyntax == TransferSyntax ? new MemoryStream(Objects.Bytes(_dataSet)) : null);
    }
}
