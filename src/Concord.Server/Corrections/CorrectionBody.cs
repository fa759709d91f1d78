using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Json;
using Concord.Vault.Corrections;

namespace Concord.Server.Corrections;

/// <summary>What is sent: <c>{"studies":[UID,…],"series":UID,"set":{DICOM JSON},"why":TEXT}</c>; <c>series</c> may be missing.</summary>
/// <param name="Request">Null where only a reason was asked for.</param>
internal sealed record CorrectionBody(CorrectionRequest? Request, string Why)
{
    private const int MaxWhy = 1000;

    /// <summary>Reads a body; null, and what is wrong with it.</summary>
    /// <param name="wantsRequest">Studies and attributes must be there.</param>
    public static CorrectionBody? Parse(JsonElement body, bool wantsRequest, bool wantsWhy, out string problem)
    {
        problem = "The body is no correction: {\"studies\":[…],\"set\":{…},\"why\":…}";
        if (body.ValueKind != JsonValueKind.Object || !TryWhy(body, out var why)) return null;
        if (wantsWhy && why.Length == 0)
        {
            problem = "A correction says why.";
            return null;
        }
        if (!wantsRequest) return new(null, why);
        if (!TryStudies(body, out var studies) || !TrySeries(body, out var series) || !TrySet(body, out var set)) return null;
        return new(new(studies, series, set), why);
    }

    private static bool TryWhy(JsonElement body, out string why)
    {
        why = "";
        if (!body.TryGetProperty("why", out var said)) return true;
        if (said.ValueKind != JsonValueKind.String) return false;
        why = said.GetString()!.Trim();
        return why.Length <= MaxWhy && !why.Any(char.IsControl);
    }

    private static bool TryStudies(JsonElement body, out List<Uid> studies)
    {
        studies = [];
        if (!body.TryGetProperty("studies", out var named) || named.ValueKind != JsonValueKind.Array || named.GetArrayLength() > CorrectionRequest.MaxStudies) return false;
        foreach (var one in named.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.String || !Uid.TryParse(one.GetString(), null, out var study)) return false;
            studies.Add(study);
        }
        return true;
    }

    private static bool TrySeries(JsonElement body, out Uid? series)
    {
        series = null;
        if (!body.TryGetProperty("series", out var named) || named.ValueKind == JsonValueKind.Null) return true;
        if (named.ValueKind != JsonValueKind.String || !Uid.TryParse(named.GetString(), null, out var uid)) return false;
        series = uid;
        return true;
    }

    private static bool TrySet(JsonElement body, out DataSet set)
    {
        set = new();
        if (!body.TryGetProperty("set", out var attributes) || attributes.ValueKind != JsonValueKind.Object) return false;
        try
        {
            var json = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(attributes.GetRawText()));
            set = DicomJsonReader.Read(ref json);
            return true;
        }
        catch (JsonException)
        {
            return false; // told as the body's problem
        }
    }
}
