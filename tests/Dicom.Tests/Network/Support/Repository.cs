namespace Dicom.Tests.Network.Support;

internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    internal static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Concord.slnx"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("No solution above the tests");
        return folder.FullName;
    }
}
