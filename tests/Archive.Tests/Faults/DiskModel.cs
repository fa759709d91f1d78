namespace Archive.Tests.Faults;

/// <summary>A folder as a trace makes it, operation by operation: what the process sees, and what is still there when it dies, or power goes.</summary>
/// <remarks>As ext4 and its like have it: flushing a file makes its bytes and length durable, not its name; flushing a folder makes the names in it
/// durable; a rename is whole or not at all.</remarks>
internal sealed class DiskModel
{
    private readonly Dictionary<string, DiskNode> _seen = new(StringComparer.Ordinal) { [""] = new() { IsFolder = true } };
    private readonly Dictionary<string, DiskNode> _durable = new(StringComparer.Ordinal) { [""] = new() { IsFolder = true } };
    private readonly Dictionary<long, DiskNode> _open = [];
    private readonly Dictionary<long, string> _names = [];
    private readonly List<(DiskOperation Operation, DiskNode Node)> _pendingNames = [];

    /// <summary>Names of what is seen, folders included.</summary>
    public IEnumerable<string> Names => _seen.Keys.Where(name => name.Length > 0);

    public void Apply(DiskOperation operation)
    {
        switch (operation.Kind)
        {
            case OperationKind.Open: Open(operation); break;
            case OperationKind.Write or OperationKind.Truncate: _open[operation.Handle].Apply(operation); break;
            case OperationKind.Sync: _open[operation.Handle].Sync(); break;
            case OperationKind.SyncFolder: SyncFolder(operation.Path); break;
            case OperationKind.CreateFolder: Name(operation, new() { IsFolder = true }); break;
            case OperationKind.Rename or OperationKind.Link or OperationKind.Delete or OperationKind.DeleteFolder: Name(operation, _seen[operation.Path]); break;
            case OperationKind.Mark or OperationKind.Mapped: break;
            default: throw new InvalidOperationException($"{operation.Kind} of {operation.Path} cannot be played again.");
        }
    }

    /// <summary>Makes all durable.</summary>
    public void SyncAll()
    {
        foreach (var (operation, node) in _pendingNames) Name(_durable, operation, node);
        _pendingNames.Clear();
        foreach (var node in _durable.Values) node.Sync();
    }

    /// <summary>The name by which a file was opened that an operation is done to, or the path that it names.</summary>
    public string NameOf(DiskOperation operation) => operation.Handle > 0 && _names.TryGetValue(operation.Handle, out var name) ? name : operation.Path;

    public bool Has(string path) => _seen.ContainsKey(path);

    /// <summary>The process is killed: the kernel keeps all it was given.</summary>
    public Dictionary<string, byte[]?> Killed() => Image(_seen, node => node.Seen.ToArray());

    /// <summary>Killed half-way through a write.</summary>
    public Dictionary<string, byte[]?> Torn(DiskOperation write)
    {
        var node = _open[write.Handle];
        return Image(_seen, one => one == node ? one.Torn(write) : one.Seen.ToArray());
    }

    /// <summary>Power goes, and everything is lost that was not flushed.</summary>
    public Dictionary<string, byte[]?> PowerLost() => Image(_durable, node => node.Durable.ToArray());

    /// <summary>Power goes, and of what was not flushed some is there: of names the first ones, as a journal keeps them, of bytes any.</summary>
    public Dictionary<string, byte[]?> PowerLostInPart(Random random)
    {
        var names = new Dictionary<string, DiskNode>(_durable, StringComparer.Ordinal);
        foreach (var (operation, node) in _pendingNames.Take(random.Next(_pendingNames.Count + 1))) Name(names, operation, node);
        return Image(names, node => node.Survivor(random));
    }

    private void Open(DiskOperation operation)
    {
        if (operation.IsCreation) Name(operation, new());
        var node = _seen[operation.Path];
        if (operation.IsEmptied && node.Seen.Length > 0) node.Apply(operation with { Kind = OperationKind.Truncate, Offset = 0 });
        _open[operation.Handle] = node;
        _names[operation.Handle] = operation.Path;
    }

    private void Name(DiskOperation operation, DiskNode node)
    {
        Name(_seen, operation, node);
        _pendingNames.Add((operation, node));
    }

    private static void Name(Dictionary<string, DiskNode> names, DiskOperation operation, DiskNode node)
    {
        if (operation.Kind is OperationKind.Rename or OperationKind.Delete or OperationKind.DeleteFolder) names.Remove(operation.Path);
        if (operation.Kind is OperationKind.Rename && node.IsFolder) throw new InvalidOperationException("The renaming of folders is not modelled.");
        if (operation.Kind is OperationKind.Rename or OperationKind.Link) names[operation.OtherPath] = node;
        if (operation.Kind is OperationKind.Open or OperationKind.CreateFolder) names[operation.Path] = node;
    }

    private void SyncFolder(string folder)
    {
        foreach (var (operation, node) in _pendingNames.Where(IsIn)) Name(_durable, operation, node);
        _pendingNames.RemoveAll(IsIn);

        bool IsIn((DiskOperation Operation, DiskNode Node) pending) =>
            FolderOf(pending.Operation.Path) == folder || (pending.Operation.OtherPath.Length > 0 && FolderOf(pending.Operation.OtherPath) == folder);
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    /// <summary>Paths with their bytes, folders with none; what lies in a folder that is not there is not there either.</summary>
    private static Dictionary<string, byte[]?> Image(Dictionary<string, DiskNode> names, Func<DiskNode, byte[]> bytes)
    {
        var image = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var (path, node) in names.OrderBy(name => name.Key.Count(letter => letter == '/')))
        {
            if (path.Length == 0 || (FolderOf(path) is { Length: > 0 } folder && !image.ContainsKey(folder))) continue;
            image.Add(path, node.IsFolder ? null : bytes(node));
        }
        return image;
    }
}
