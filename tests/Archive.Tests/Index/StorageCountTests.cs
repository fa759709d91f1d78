using Concord.Dicom.Dictionary;
using Concord.Vault.Index;

namespace Archive.Tests.Index;

/// <summary>Counting in pages finds what one look would.</summary>
public sealed class StorageCountTests
{
    private static readonly DateOnly First = new(1970, 1, 1);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(2000)]
    public async Task Every_page_size_counts_the_same(int atOnce)
    {
        const int day = 86_400;
        await using var test = await TestIndex.With(
            from study in Enumerable.Range(1, 7)
            from series in Enumerable.Range(1, study % 2 == 0 ? 2 : 1)
            select Arrival.Of(((study - 1) * day) + series, study, series, head => head.SetString(Tags.Modality, series == 2 ? "SR" : "CT")));
        await test.Index.WaitUntilCaughtUp(CancellationToken.None);
        var figures = await new StorageCount(test.Index, atOnce).Run(First.AddDays(2), TimeZoneInfo.Utc, CancellationToken.None);
        Assert.Equal((7L, 10L, 10L, 10_000L), (figures.Studies, figures.Series, figures.Instances, figures.Bytes));
        Assert.Equal([new("CT", 7, 7, 7, 7000), new ModalityFigures("SR", 3, 3, 3, 3000)], figures.Modalities);
        Assert.Equal(Enumerable.Range(2, 5).Select(n => First.AddDays(n)), figures.Days.Select(one => one.Day)); // days before were not asked for
        Assert.Equal([(1L, 1L, 1000L), (1, 2, 2000), (1, 1, 1000), (1, 2, 2000), (1, 1, 1000)], figures.Days.Select(one => (one.Studies, one.Instances, one.Bytes)));
    }

    [Fact]
    public async Task Days_begin_where_the_server_is()
    {
        await using var test = await TestIndex.With([Arrival.Of(20 * 3600)]);
        await test.Index.WaitUntilCaughtUp(CancellationToken.None);
        var zone = TimeZoneInfo.CreateCustomTimeZone("there", TimeSpan.FromHours(8), "there", "there");
        var figures = await new StorageCount(test.Index).Run(First, zone, CancellationToken.None);
        Assert.Equal(First.AddDays(1), Assert.Single(figures.Days).Day);
    }
}
