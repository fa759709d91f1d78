using Concord.Imaging.Codecs;

namespace Dicom.Tests.Imaging;

/// <summary>The codec program that <c>./run --setup-only</c> built; <c>./test</c> calls that first.</summary>
internal static class CodecProgram
{
    public static string Path { get; } = System.IO.Path.Combine(Repository.Root, ".cache", "codec", "concord-codec");

    /// <summary>One pool for all tests that need nothing special of it.</summary>
    public static CodecPool Shared { get; } = new(Options());

    public static CodecPoolOptions Options() =>
        File.Exists(Path) ? new() { ProgramPath = Path } : throw new FileNotFoundException("The codec program is not built: ./run --setup-only builds it.", Path);
}
