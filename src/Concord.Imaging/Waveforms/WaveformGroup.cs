using System.Buffers.Binary;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Imaging.Waveforms;

/// <summary>The samples of one multiplex group (PS3.3 §C.10.9): all channels at one time, then at the next.</summary>
/// <param name="Samples">Of a channel, that are there whole.</param>
/// <param name="Names">One a channel.</param>
public sealed record WaveformGroup(int Channels, int Samples, double SamplingFrequency, IReadOnlyList<string> Names, ReadOnlyMemory<byte> Data, int BytesPerSample, WaveformCoding Coding, bool IsBigEndian)
{
    public const int MaxChannels = 128;

    /// <summary>The first group of a data set that has samples; null when none has.</summary>
    public static WaveformGroup? Of(DataSet head)
    {
        foreach (var item in head.GetItems(Tags.WaveformSequence))
            if (Parse(item) is { } group) return group;
        return null;
    }

    /// <summary>One value, as it is stored.</summary>
    public double this[int channel, int sample]
    {
        get
        {
            var at = Data.Span[((((sample * Channels) + channel) * BytesPerSample))..];
            return (BytesPerSample, Coding) switch
            {
                (1, WaveformCoding.MuLaw) => Companded.MuLaw(at[0]),
                (1, WaveformCoding.ALaw) => Companded.ALaw(at[0]),
                (1, WaveformCoding.Signed) => (sbyte)at[0],
                (1, _) => at[0],
                (2, WaveformCoding.Unsigned) => IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at),
                (2, _) => IsBigEndian ? BinaryPrimitives.ReadInt16BigEndian(at) : BinaryPrimitives.ReadInt16LittleEndian(at),
                (4, WaveformCoding.Unsigned) => IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at),
                _ => IsBigEndian ? BinaryPrimitives.ReadInt32BigEndian(at) : BinaryPrimitives.ReadInt32LittleEndian(at),
            };
        }
    }

    private static WaveformGroup? Parse(DataSet item)
    {
        if (item.GetInt(Tags.NumberOfWaveformChannels) is not (>= 1 and <= MaxChannels and var channels) || item.GetInt(Tags.NumberOfWaveformSamples) is not (>= 1 and var samples)) return null;
        if (item.GetInt(Tags.WaveformBitsAllocated) is not { } bits || bits is not (8 or 16 or 32) || item.Find(Tags.WaveformData) is not { Items: null, Fragments: null } data) return null;
        var size = (int)bits / 8;
        samples = Math.Min(samples, data.Value.Length / (channels * size));
        if (samples < 1) return null;
        var coding = item.GetString(Tags.WaveformSampleInterpretation) switch
        {
            "UB" or "US" or "UL" => WaveformCoding.Unsigned,
            "MB" => WaveformCoding.MuLaw,
            "AB" => WaveformCoding.ALaw,
            _ => WaveformCoding.Signed,
        };
        var names = item.GetItems(Tags.ChannelDefinitionSequence).Take((int)channels).Select(NameOf).ToList();
        var isBigEndian = item.ByteOrder == ByteOrder.BigEndian && data.Vr == Vr.OW;
        return new((int)channels, (int)samples, item.GetDouble(Tags.SamplingFrequency) ?? 0, names, data.Value, size, coding, isBigEndian);
    }

    private static string NameOf(DataSet channel)
    {
        var name = channel.GetString(Tags.ChannelLabel) ?? (channel.GetItems(Tags.ChannelSourceSequence) is [var source, ..] ? source.GetString(Tags.CodeMeaning) : null) ?? "";
        foreach (var start in (ReadOnlySpan<string>)["Lead ", "lead "])
            if (name.StartsWith(start, StringComparison.Ordinal)) name = name[start.Length..];
        var end = name.IndexOfAny(['(', ',']);
        return (end > 0 ? name[..end] : name).Trim();
    }
}
