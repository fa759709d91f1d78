using Concord.Dicom.DataElements;
using Concord.Vault.Query.Matching;

namespace Archive.Tests.Query;

public sealed class RangeTests
{
    [Theory]
    [InlineData("20260102120000", "20260102120000", true)]
    [InlineData("20260102", "20260102235959.999999", true)]
    [InlineData("20260102120000+0800", "20260102040000", true)]
    [InlineData("20260102120000-0500", "20260102170000", true)]
    [InlineData("20260102120000-0500-20260102130000-0500", "20260102173000", true)]
    [InlineData("20260102-20260103", "20260103230000", true)]
    [InlineData("20260102-", "2027", true)]
    [InlineData("-20260102", "20260103", false)]
    [InlineData("2026", "20260601", true)]
    [InlineData("2026-2027", "20280101", false)]
    public void An_instant_is_in_its_range(string key, string stored, bool expected)
    {
        Assert.True(InstantRange.TryParse(key, out var range));
        Assert.Equal(expected, range.Contains(stored));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("202")]
    [InlineData("20261301")]
    [InlineData("20260102120000.1234567")]
    [InlineData("soon")]
    public void What_is_no_instant_is_no_key(string key) => Assert.False(InstantRange.TryParse(key, out _));

    [Theory]
    [InlineData("101500", "1015", true)]
    [InlineData("10:15:00", "101500", true)]
    [InlineData("100000-110000", "1059", true)]
    [InlineData("100000-110000", "110001", false)]
    [InlineData("100000-11", "115959.999999", true)]
    public void A_time_is_in_its_range(string key, string stored, bool expected)
    {
        Assert.True(DateTimeRange.TryParse(key, Vr.TM, out var range));
        Assert.Equal(expected, range.Contains(DateTimeRange.Comparable(stored, Vr.TM)));
    }
}
