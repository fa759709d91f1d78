using System.Data.Common;
using Concord.Dicom.DataElements;

namespace Concord.Vault.Index;

/// <summary>How bundle rows are read.</summary>
internal static class BundleRows
{
    public const string Select = """
        SELECT bundle_id, study_uid, series_uid, sha256, COALESCE(sealed_bytes, arrived_bytes), COALESCE(sealed_entries, arrived_entries), is_warm, sealed_at FROM bundle
        """;

    /// <summary>Ids of the bundles that hold instances of locator rows <c>l</c>, wherever those were when the rows were written.</summary>
    public const string OfLocator = "SELECT COALESCE(r.into_id, l.bundle_id) FROM locator_all l LEFT JOIN replaced_bundle r ON r.bundle_id = l.bundle_id";

    public static BundleRow Of(DbDataReader row)
    {
        var sha256 = row.IsDBNull(3) ? null : row.GetString(3);
        _ = Uid.TryParse(row.GetString(1), null, out var study);
        _ = Uid.TryParse(row.GetString(2), null, out var series);
        return new(row.GetInt64(0), study, series, sha256 is not null, sha256, row.GetInt64(4), (int)row.GetInt64(5))
        {
            IsWarm = row.GetInt64(6) != 0,
            SealedAt = row.IsDBNull(7) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
        };
    }
}
