using System.Reflection;
using System.Runtime.InteropServices;

namespace Concord.Fuzz.Engine;

/// <summary>What one run touched: 65,536 counters, of branches where the assemblies are instrumented, and of what the target says it saw.</summary>
/// <remarks>Instrumented code (SharpFuzz) counts into memory that <c>SharpFuzz.Common.Trace</c> points to; this map owns that memory. Without
/// instrumentation only <see cref="Note(int)"/> counts: pairs of things seen one after the other. One map a process, one thread.</remarks>
internal sealed unsafe class CoverageMap : IDisposable
{
    private const int Size = 1 << 16;

    private readonly byte* _counters = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];
    private readonly FieldInfo? _previousLocation;
    private int _previous;

    public CoverageMap()
    {
        if (Type.GetType("SharpFuzz.Common.Trace, SharpFuzz.Common", throwOnError: false) is not { } trace) return;
        trace.GetField("SharedMem")!.SetValue(null, Pointer.Box(_counters, typeof(byte*)));
        _previousLocation = trace.GetField("PrevLocation");
    }

    /// <summary>Branches are counted, not only what targets say.</summary>
    public bool IsInstrumented => _previousLocation is not null;

    /// <summary>Counters that were ever touched.</summary>
    public int Touched { get; private set; }

    /// <summary>Forgets what was touched: for the next target.</summary>
    public void Reset()
    {
        Array.Clear(_seen);
        Touched = 0;
    }

    public void Begin()
    {
        new Span<byte>(_counters, Size).Clear();
        _previousLocation?.SetValue(null, 0);
        _previous = 0;
    }

    /// <summary>The target saw this after what it saw before.</summary>
    public void Note(int seen)
    {
        var at = (ushort)(seen * 0x9E3779B1 >> 16) ^ (ushort)_previous;
        if (_counters[at] < byte.MaxValue) _counters[at]++;
        _previous = (int)((uint)seen * 0x85EBCA6B >> 17);
    }

    /// <summary>The kind of a text: digits do not count.</summary>
    public void Note(string text)
    {
        var hash = 17;
        foreach (var letter in text)
            if (!char.IsAsciiHexDigit(letter)) hash = (hash * 31) + letter;
        Note(hash);
    }

    /// <summary>A number as its order of magnitude.</summary>
    public void NoteSize(long size) => Note(0x5151 + System.Numerics.BitOperations.Log2((ulong)Math.Max(size, 0) + 1));

    /// <summary>Keeps what the run touched; true when some counter reached a class (1, 2, 3, 4-7, 8-15, 16-31, 32-127, 128+) that it never had.</summary>
    public bool Merge()
    {
        var isNew = false;
        for (var i = 0; i < Size; i++)
        {
            if (_counters[i] == 0) continue;
            var bit = ClassOf(_counters[i]);
            if ((_seen[i] & bit) != 0) continue;
            if (_seen[i] == 0) Touched++;
            _seen[i] |= bit;
            isNew = true;
        }
        return isNew;
    }

    public void Dispose() => NativeMemory.Free(_counters);

    private static byte ClassOf(byte count) => count switch
    {
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
