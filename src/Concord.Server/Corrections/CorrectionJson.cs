using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Json;
using Concord.Vault.Corrections;

namespace Concord.Server.Corrections;

/// <summary>How corrections are told.</summary>
internal static class CorrectionJson
{
    public static void Write(Utf8JsonWriter json, CorrectionPreview preview)
    {
        json.WriteStartObject();
        json.WriteString("study", preview.Study.ToString());
        json.WriteNumber("series", preview.Series);
        json.WriteNumber("instances", preview.Instances);
        WriteDataSet(json, "before", preview.Before);
        WriteDataSet(json, "after", preview.After);
        json.WriteStartArray("differing");
        foreach (var tag in preview.Differing) json.WriteStringValue($"{tag.Value:X8}");
        json.WriteEndArray();
        if (preview.Joins is { } patient)
        {
            json.WriteStartObject("joins");
            json.WriteString("patientId", patient.PatientId);
            json.WriteString("issuer", patient.Issuer);
            json.WriteString("name", patient.Name);
            json.WriteNumber("studies", patient.Studies);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, Correction correction)
    {
        json.WriteStartObject();
        json.WriteNumber("number", correction.Number);
        WriteWho(json, correction.At, correction.Who, correction.Why);
        json.WriteString("study", correction.Study.ToString());
        if (correction.Series is { } series) json.WriteString("series", series.ToString());
        WriteDataSet(json, "before", correction.Before);
        WriteDataSet(json, "set", correction.Attributes);
        if (correction.Undone is { } undone)
        {
            json.WriteStartObject("undone");
            json.WriteNumber("number", undone.Number);
            WriteWho(json, undone.At, undone.Who, undone.Why);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteWho(Utf8JsonWriter json, DateTimeOffset at, string who, string why)
    {
        json.WriteString("at", at);
        json.WriteString("who", who);
        json.WriteString("why", why);
    }

    private static void WriteDataSet(Utf8JsonWriter json, string name, DataSet attributes)
    {
        json.WritePropertyName(name);
        DicomJsonWriter.Write(json, attributes);
    }
}
