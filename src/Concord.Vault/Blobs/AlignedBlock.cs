namespace Concord.Vault.Blobs;

/// <summary>Memory as direct I/O wants it, pinned and aligned; each thread that uses it keeps one.</summary>
internal sealed class AlignedBlock
{
    /// <summary>What offset, length and address of direct I/O are multiples of, bytes: no disk or file system asks for more than a page.</summary>
    public const int Alignment = 4096;

    /// <summary>Bytes of a block.</summary>
    public const int Length = 1 << 20;

    [ThreadStatic] private static AlignedBlock? _ofThread;
    private readonly Memory<byte> _memory;

    private unsafe AlignedBlock()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(Length + Alignment, pinned: true);
        fixed (byte* start = bytes) _memory = bytes.AsMemory((int)(-(nint)start & (Alignment - 1)), Length);
    }

    /// <summary>The calling thread's own: its content lasts until the thread's next use of it.</summary>
    public static AlignedBlock OfThread => _ofThread ??= new();

    public Span<byte> Span => _memory.Span;

    public ReadOnlyMemory<byte> Memory => _memory;

    /// <summary>The next multiple of <see cref="Alignment"/>, or the value itself.</summary>
    public static int Up(int value) => (value + Alignment - 1) & -Alignment;
}
