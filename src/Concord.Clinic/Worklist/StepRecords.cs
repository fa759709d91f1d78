using System.Text.Json;
using Concord.Dicom.DataElements;
using Concord.Dicom.Json;
using Concord.Vault.Records;

namespace Concord.Clinic.Worklist;

/// <summary>Steps and subscriptions in the vault's journal: <c>step/UID</c>, <c>told/AE/UID</c>.</summary>
internal sealed class StepRecords(RecordJournal journal)
{
    private const string StepPrefix = "step/";
    private const string SubscriptionPrefix = "told/";

    /// <summary>How much larger a step is in memory than its JSON, about.</summary>
    private const int Spread = 3;

    /// <summary>Of an AE title in a list.</summary>
    private const int WatcherBytes = 64;

    /// <summary>Gives back what was kept.</summary>
    /// <param name="gone">Steps that are no more, and since when.</param>
    public void Load(Action<Step> step, Action<Uid, DateTimeOffset> gone, Action<Subscription> subscription)
    {
        foreach (var (key, value) in journal.Read())
        {
            if (key.StartsWith(SubscriptionPrefix, StringComparison.Ordinal)) subscription(ReadSubscription(key[SubscriptionPrefix.Length..], value));
            else if (value.TryGetProperty("gone", out var at)) gone(Uid.Parse(key.AsSpan(StepPrefix.Length), null), at.GetDateTimeOffset());
            else step(ReadStep(Uid.Parse(key.AsSpan(StepPrefix.Length), null), value));
        }
    }

    /// <summary>Durable on return.</summary>
    public Task Put(Step step) => journal.Put(StepPrefix + step.InstanceUid, Write(json =>
    {
        json.WriteNumber("number", step.Number);
        json.WriteString("state", step.State.Term);
        json.WriteString("at", step.At);
        if (step.Claim is { } claim) json.WriteString("claim", claim.ToString());
        if (step.Watchers.Count > 0)
        {
            json.WriteStartArray("watchers");
            foreach (var watcher in step.Watchers) json.WriteStringValue(watcher);
            json.WriteEndArray();
        }
        json.WritePropertyName("attributes");
        DicomJsonWriter.Write(json, step.Attributes);
    }));

    /// <summary>The step is no more; that it was is still known.</summary>
    public Task PutGone(Uid instance, DateTimeOffset at) => journal.Put(StepPrefix + instance, Write(json => json.WriteString("gone", at)));

    /// <summary>Nothing is known of it any more.</summary>
    public Task Forget(Uid instance) => journal.Remove(StepPrefix + instance);

    public Task Put(Subscription subscription) => journal.Put(KeyOf(subscription), Write(json =>
    {
        json.WriteBoolean("on", subscription.IsOn);
        json.WriteBoolean("lock", subscription.HasLock);
        json.WriteNumber("since", subscription.Since);
        if (subscription.Until is { } until) json.WriteNumber("until", until);
        if (subscription.Filter is not { } filter) return;
        json.WriteStartArray("matched");
        foreach (var step in subscription.Matched) json.WriteStringValue(step.ToString());
        json.WriteEndArray();
        json.WritePropertyName("filter");
        DicomJsonWriter.Write(json, filter);
    }));

    public Task Remove(Subscription subscription) => journal.Remove(KeyOf(subscription));

    /// <summary>A data set as JSON.</summary>
    public static byte[] Json(DataSet dataSet)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes)) DicomJsonWriter.Write(json, dataSet);
        return bytes.ToArray();
    }

    /// <summary>The step with its room reckoned.</summary>
    public static Step Weigh(Step step) => step with { Bytes = BytesOf(Json(step.Attributes).Length, step.Watchers) };

    /// <summary>Its watchers count too: there may be many.</summary>
    private static int BytesOf(int json, IReadOnlyList<string> watchers) => (json * Spread) + (watchers.Count * WatcherBytes);

    private static string KeyOf(Subscription subscription) => $"{SubscriptionPrefix}{subscription.AeTitle}/{subscription.Target}";

    private static Step ReadStep(Uid instance, JsonElement value)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(value.GetProperty("attributes"), StepJson.Default.JsonElement);
        IReadOnlyList<string> all = value.TryGetProperty("watchers", out var watchers) ? [.. watchers.EnumerateArray().Select(watcher => watcher.GetString()!)] : [];
        return new(instance, value.GetProperty("number").GetInt64(), StepStates.Parse(value.GetProperty("state").GetString()) ?? StepState.Scheduled, ReadDataSet(text), value.GetProperty("at").GetDateTimeOffset())
        {
            Claim = value.TryGetProperty("claim", out var claim) ? Uid.Parse(claim.GetString()!) : null,
            Watchers = all,
            Bytes = BytesOf(text.Length, all),
        };
    }

    private static Subscription ReadSubscription(string key, JsonElement value)
    {
        var at = key.LastIndexOf('/');
        return new(key[..at], Uid.Parse(key.AsSpan(at + 1), null), value.GetProperty("on").GetBoolean(), value.GetProperty("lock").GetBoolean())
        {
            Since = value.GetProperty("since").GetInt64(),
            Until = value.TryGetProperty("until", out var until) ? until.GetInt64() : null,
            Filter = value.TryGetProperty("filter", out var filter) ? ReadDataSet(JsonSerializer.SerializeToUtf8Bytes(filter, StepJson.Default.JsonElement)) : null,
            Matched = value.TryGetProperty("matched", out var matched) ? matched.EnumerateArray().Select(uid => Uid.Parse(uid.GetString()!)).ToHashSet() : [],
        };
    }

    private static DataSet ReadDataSet(byte[] text)
    {
        var json = new Utf8JsonReader(text);
        json.Read();
        return DicomJsonReader.Read(ref json);
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }
}
