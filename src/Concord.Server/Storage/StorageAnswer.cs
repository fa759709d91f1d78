using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Vault.Index;

namespace Concord.Server.Storage;

/// <summary>How much is kept; numbers only.</summary>
/// <param name="CountedAt">When it was counted.</param>
/// <param name="AgeSeconds">How long ago that was.</param>
/// <param name="HeldSeconds">It is not counted anew before it is that old.</param>
/// <param name="Days">The days that were asked for, oldest first, those on which nothing came too.</param>
internal sealed record StorageAnswer(
    DateTimeOffset CountedAt, long AgeSeconds, long HeldSeconds, long Studies, long Series, long Instances, long Bytes, IReadOnlyList<ModalityFigures> Modalities, IReadOnlyList<DayFigures> Days);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StorageAnswer))]
internal sealed partial class StorageJson : JsonSerializerContext;
