using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Concord.Imaging.Codecs.Native;

/// <summary>Memory that a worker shares (memfd_create(2)): it grows, and nobody, the worker included, can make it smaller under a reader.</summary>
/// <remarks>Not for several threads at once; loans begin and end under its lock.</remarks>
internal sealed unsafe partial class SharedSegment : MemoryManager<byte>
{
    private const uint CloseOnExec = 1, AllowSealing = 2;
    private const int AddSeals = 1033, SealShrink = 2;
    private const int ReadWrite = 1 | 2, Shared = 1;

    private readonly SafeFileHandle _file;
    private byte* _start;

    /// <exception cref="Win32Exception">The system has no such memory left.</exception>
    public SharedSegment()
    {
        var file = CreateMemory("concord-codec", CloseOnExec | AllowSealing);
        if (file < 0) throw new Win32Exception();
        _file = new(file, ownsHandle: true);
        if (Control(_file, AddSeals, SealShrink) < 0) throw new Win32Exception();
    }

    /// <summary>Whole pages.</summary>
    public int Capacity { get; private set; }

    /// <summary>Where a process of the same user opens it.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{(int)_file.DangerousGetHandle()}");

    /// <summary>Lent bytes are not to be written to before they come back.</summary>
    public bool IsLent { get; set; }

    /// <summary>Its worker has no use for it any more: whoever has it closes it.</summary>
    public bool IsReleased { get; set; }

    /// <summary>Makes room for so many bytes; what was in it stays.</summary>
    /// <exception cref="Win32Exception">There is none.</exception>
    public void Reserve(int bytes)
    {
        if (bytes <= Capacity) return;
        var pages = (int)Math.Min(int.MaxValue & ~0xFFFL, (bytes + 0xFFFL) & ~0xFFFL);
        RandomAccess.SetLength(_file, pages);
        var mapped = Map(0, (nuint)pages, ReadWrite, Shared, _file, 0);
        if (mapped == -1) throw new Win32Exception();
        Unmap();
        _start = (byte*)mapped;
        Capacity = pages;
    }

    public override Span<byte> GetSpan() => new(_start, Capacity);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
        // the memory does not move
    }

    protected override void Dispose(bool disposing)
    {
        Unmap();
        _file.Dispose();
    }

    public void Close() => ((IDisposable)this).Dispose();

    private void Unmap()
    {
        if (_start != null) _ = Unmap((nint)_start, (nuint)Capacity);
        _start = null;
        Capacity = 0;
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemory(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint at, nuint length, int protection, int flags, SafeFileHandle file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint at, nuint length);
}
