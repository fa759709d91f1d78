using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;

namespace Concord.Fuzz.Engine;

/// <summary>Keeps the input that is running in a mapped file, which survives a process that does not (a stack overflow, a crash), and ends the process
/// when one input takes too long. The file: length (int32), then the input.</summary>
internal sealed class FlightRecorder : IDisposable
{
    private const int Size = 1 << 20, ExitOnHang = 3;

    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly Timer _watch;
    private readonly byte[] _header = new byte[4];
    private long _runs, _seen;

    public FlightRecorder(FindingStore store, string target, TimeSpan hangLimit)
    {
        _path = store.PathInFlight(target);
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Create, null, Size);
        _view = _file.CreateViewAccessor(0, Size);
        _watch = new(_ => Look(target, hangLimit), null, hangLimit, hangLimit);
    }

    public void Record(byte[] input)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_header, input.Length);
        _view.WriteArray(0, _header, 0, _header.Length);
        _view.WriteArray(_header.Length, input, 0, Math.Min(input.Length, Size - _header.Length));
        Interlocked.Increment(ref _runs);
    }

    /// <summary>All inputs came to their end.</summary>
    public void Land()
    {
        Dispose();
        File.Delete(_path);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _view.Dispose();
        _file.Dispose();
    }

    private void Look(string target, TimeSpan limit)
    {
        var runs = Interlocked.Read(ref _runs);
        if (runs != _seen)
        {
            _seen = runs;
            return;
        }
        Console.Error.WriteLine($"{target}: one input takes longer than {limit.TotalSeconds} s: {_path}");
        Environment.Exit(ExitOnHang);
    }
}
