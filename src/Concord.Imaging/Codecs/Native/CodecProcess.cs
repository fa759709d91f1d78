using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Concord.Imaging.Codecs.Native;

/// <summary>One running codec program. Not for several threads, but for <see cref="Kill"/>.</summary>
internal sealed class CodecProcess : IDisposable
{
    private readonly Process _process;
    private readonly Stream _requests;
    private readonly Stream _answers;

    private CodecProcess(Process process) => (_process, _requests, _answers) = (process, process.StandardInput.BaseStream, process.StandardOutput.BaseStream);

    /// <summary>The kernel keeps it from files, sockets and processes; known after <see cref="Greet"/>.</summary>
    public bool IsIsolated { get; private set; }

    /// <summary>Starts the program; it answers nothing yet.</summary>
    /// <exception cref="FrameException">It is not there, or cannot be started.</exception>
    public static CodecProcess Start(CodecPoolOptions options, IEnumerable<SharedSegment> segments)
    {
        var start = new ProcessStartInfo(options.ProgramPath) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment.Clear();
        start.ArgumentList.Add(options.MaxWorkerBytes.ToString(CultureInfo.InvariantCulture));
        foreach (var segment in segments) start.ArgumentList.Add(segment.Path);
        try
        {
            return new(Process.Start(start)!); // it closes its standard error itself: nobody here has to read what a codec complains of
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FrameException(FrameFailure.Unavailable, "The codec program is not there or cannot be started; ./run builds it");
        }
    }

    /// <summary>Waits until it is ready.</summary>
    /// <exception cref="EndOfStreamException">It ended instead.</exception>
    public void Greet() => IsIsolated = Read().Status == CodecStatus.Ok;

    /// <summary>One job: blocks until it is done or the process ends.</summary>
    /// <exception cref="EndOfStreamException">The process ended, or says what is no answer.</exception>
    public WireAnswer Exchange(in WireRequest request)
    {
        try
        {
            _requests.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<WireRequest>(in request)));
            _requests.Flush();
        }
        catch (IOException)
        {
            throw new EndOfStreamException();
        }
        return Read();
    }

    /// <summary>Ends it at once, from any thread.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            return; // it has ended
        }
    }

    public void Dispose()
    {
        Kill();
        _requests.Dispose();
        _answers.Dispose();
        _process.Dispose();
    }

    private WireAnswer Read()
    {
        var answer = default(WireAnswer);
        _answers.ReadExactly(MemoryMarshal.AsBytes(new Span<WireAnswer>(ref answer)));
        return answer.Magic == WireRequest.MagicNumber ? answer : throw new EndOfStreamException();
    }
}
