using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Concord.Vault.Blobs;

/// <summary>The system calls whose every errno counts and that .NET does not give as they are.</summary>
internal static partial class Posix
{
    private const int InterruptedCall = 4;  // EINTR
    private const int WouldBlock = 11;      // EAGAIN
    private const int OpenFilesLimit = 7; // RLIMIT_NOFILE
    private const int OpenFolderFlags = 0x90000; // O_DIRECTORY | O_CLOEXEC
    private const int LockExclusiveNonBlocking = 2 | 4;
    private const int LockSharedNonBlocking = 1 | 4;
    private const int AdviceDontNeed = 4; // POSIX_FADV_DONTNEED
    private const int ReadNoWait = 8; // RWF_NOWAIT
    private const int GetFlags = 3; // F_GETFL
    private const int SetFlags = 4; // F_SETFL
    private static readonly int Direct = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 ? 0x10000 : 0x4000; // O_DIRECT

    /// <summary>errno: the call does not fit the file, or its file system.</summary>
    public const int InvalidArgument = 22;

    /// <summary>errno: no such file or folder.</summary>
    public const int NoSuchFile = 2;

    /// <summary>errno: a part of the path is no folder.</summary>
    public const int NotAFolder = 20;

    /// <summary>errno: out of memory.</summary>
    public const int NoMemory = 12;

    /// <summary>errno: too many open files in the system.</summary>
    public const int TooManyFilesInSystem = 23;

    /// <summary>errno: too many open files in the process.</summary>
    public const int TooManyFiles = 24;

    /// <summary>errno: no space left on the device.</summary>
    public const int NoSpace = 28;

    /// <summary>errno: the user's quota of blocks is spent.</summary>
    public const int QuotaExceeded = 122;

    /// <summary>errno: file too large.</summary>
    public const int FileTooBig = 27;

    /// <summary>Makes a file's data, and its length, durable.</summary>
    /// <exception cref="IOException">It is not durable; what is on the disk is unknown and trying again would lie.</exception>
    public static void SyncData(SafeFileHandle file) => Check(Retry(file, FDataSync), "fdatasync");

    /// <summary>Makes a folder's names durable.</summary>
    public static void SyncFolder(string path)
    {
        using var folder = OpenFolder(path);
        Check(Retry(folder, FSync), "fsync of a folder");
    }

    /// <summary>Takes the whole-file lock of this open file; false when another holds it, or, for a shared one, holds it for itself.</summary>
    public static bool TryLock(SafeFileHandle file, bool isShared = false)
    {
        if (FLock(file, isShared ? LockSharedNonBlocking : LockExclusiveNonBlocking) == 0) return true;
        if (Marshal.GetLastPInvokeError() == WouldBlock) return false;
        Check(-1, "flock");
        return false;
    }

    /// <summary>Makes an open file's reads and writes go past the page cache, or through it again; false when its file system has no such thing.</summary>
    public static bool TrySetDirect(SafeFileHandle file, bool isDirect)
    {
        var flags = FControl(file, GetFlags, 0);
        return flags >= 0 && FControl(file, SetFlags, isDirect ? flags | Direct : flags & ~Direct) == 0;
    }

    /// <summary>Gives a file a second name. A link is not followed.</summary>
    public static void Link(string existing, string name) => Check(LinkPath(existing, name), "link");

    /// <summary>Opens an existing file for reading without taking any lock.</summary>
    public static SafeFileHandle OpenUnlocked(string path) => Opened(Open(path, 0x80000), path); // O_RDONLY | O_CLOEXEC

    /// <summary>Opens a file that carries nothing but locks, making it for everyone to read; without taking any lock.</summary>
    public static SafeFileHandle OpenOrCreateUnlocked(string path) => Opened(Create(path, 0x80000 | 0x40, 0x1A4), path); // O_RDONLY | O_CLOEXEC | O_CREAT, 0644

    /// <summary>Reads what lies in the page cache, without waiting for the disk: bytes read, 0 at the end of the file, -1 when the disk would have to be asked.</summary>
    public static unsafe int ReadCached(SafeFileHandle file, Memory<byte> into, long offset)
    {
        using var pinned = into.Pin();
        var vector = new IoVector { Start = pinned.Pointer, Length = (nuint)into.Length };
        return (int)PReadV2(file, &vector, 1, offset, ReadNoWait);
    }

    /// <summary>Asks that what memory has of a file be let go of, so that it is read from the disk. Advice: a system that does not take it changes nothing.</summary>
    public static void DropCached(SafeFileHandle file) => _ = FAdvise(file, 0, 0, AdviceDontNeed);

    /// <summary>Permission bits of an open file.</summary>
    public static int ModeOf(SafeFileHandle file) => OperatingSystem.IsWindows() ? 0 : (int)File.GetUnixFileMode(file);

    /// <summary>Sets the permission bits of an open file or folder.</summary>
    public static void SetMode(SafeFileHandle file, int mode) => Check(FChMod(file, mode & 0x1FF), "fchmod"); // 0777

    /// <summary>Opens a folder, to make its names durable or change its mode.</summary>
    public static SafeFileHandle OpenFolder(string path) => Opened(Open(path, OpenFolderFlags), path);

    private static SafeFileHandle Opened(int descriptor, string path)
    {
        Check(descriptor, "open of " + Path.GetFileName(path));
        return new((nint)descriptor, ownsHandle: true);
    }

    private static int Retry(SafeFileHandle file, Func<SafeFileHandle, int> call)
    {
        int result;
        do result = call(file);
        while (result < 0 && Marshal.GetLastPInvokeError() == InterruptedCall);
        return result;
    }

    private static void Check(int result, string call)
    {
        if (result >= 0) return;
        var errno = Marshal.GetLastPInvokeError();
        throw new IOException($"{call}: {Marshal.GetPInvokeErrorMessage(errno)}", errno);
    }

    /// <summary>How many files the process may have open.</summary>
    public static int MaxOpenFiles => GetLimit(OpenFilesLimit, out var limit) == 0 ? (int)Math.Min(limit.Current, int.MaxValue) : 1024;

    private struct Limit
    {
        public nuint Current;
        public nuint Most;
    }

    private unsafe struct IoVector
    {
        public void* Start;
        public nuint Length;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "preadv2", SetLastError = true)]
    private static unsafe partial nint PReadV2(SafeFileHandle file, IoVector* vectors, int count, long offset, int flags);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    private static partial int FAdvise(SafeFileHandle file, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FControl(SafeFileHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FDataSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int FChMod(SafeFileHandle file, int mode);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkPath(string existing, string name);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int FLock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Create(string path, int flags, int mode);
}
