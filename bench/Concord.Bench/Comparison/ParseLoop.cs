using System.Diagnostics;
using System.Globalization;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Encoding;
using Concord.Dicom.Files;

namespace Concord.Bench.Comparison;

/// <summary>Parses files that lie in memory, over and over, and prints the processor time of one: the collector's and the compiler's threads count.</summary>
internal static class ParseLoop
{
    private const double WarmUpSeconds = 1; // until what is measured is compiled for good, on a busy machine too

    public static void Run(string mode, double seconds, string list)
    {
        byte[][] files = [.. File.ReadLines(list).Select(File.ReadAllBytes)];
        var options = mode == "head" ? new DataSetReadOptions { StopAt = Tags.PixelData } : DataSetReadOptions.Default;
        var (readable, refused) = Sort(files, options);
        Loop(readable, options, WarmUpSeconds);
        var (rounds, elapsed) = Loop(readable, options, seconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalMicroseconds / rounds / Math.Max(1, readable.Length):F3} {readable.Length} {refused}"));
    }

    private static (byte[][] Readable, int Refused) Sort(byte[][] files, DataSetReadOptions options)
    {
        byte[][] readable = [.. files.Where(file => CanRead(file, options))];
        return (readable, files.Length - readable.Length);
    }

    private static bool CanRead(byte[] file, DataSetReadOptions options)
    {
        try
        {
            return Part10.Read(file, options).DataSet is not null;
        }
        catch (DicomFormatException)
        {
            return false; // counted and printed
        }
    }

    private static (long Rounds, TimeSpan Elapsed) Loop(byte[][] files, DataSetReadOptions options, double seconds)
    {
        using var process = Process.GetCurrentProcess();
        var start = process.TotalProcessorTime;
        var elapsed = TimeSpan.Zero;
        long rounds = 0;
        while (elapsed.TotalSeconds < seconds)
        {
            for (var clock = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(clock).TotalMilliseconds < 20; rounds++)
                foreach (var file in files) GC.KeepAlive(Part10.Read(file, options).DataSet);
            process.Refresh();
            elapsed = process.TotalProcessorTime - start;
        }
        return (rounds, elapsed);
    }
}
