using System.Reflection;
using System.Reflection.Emit;
using Concord.Vault.Blobs;

namespace Archive.Tests.Faults;

/// <summary>Finds in the compiled vault every method that changes the disk.</summary>
internal static class ChangingMethods
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);
    private static readonly Module Vault = typeof(Disk).Module;

    /// <summary>Of the vault, but not of the file layer itself.</summary>
    public static bool IsOutside(MethodBase? method) => method is not null && method.Module == Vault && !IsLayer(method);

    /// <summary>Methods that ask the file layer for a step.</summary>
    public static IReadOnlyList<MethodBase> ThroughTheLayer()
    {
        var steps = new HashSet<MethodBase>(Of(typeof(Disk)).Where(method => method.Name == "Before"));
        var layer = Of(typeof(Disk)).Concat(Of(typeof(DiskFile))).ToList();
        for (var known = 0; known < steps.Count;)
        {
            known = steps.Count;
            steps.UnionWith(layer.Where(method => Calls(method).Any(steps.Contains)).ToList());
        }
        return [.. All().Where(method => IsOutside(method) && Calls(method).Any(steps.Contains))];
    }

    /// <summary>Methods that change files or folders by .NET's own means.</summary>
    public static IReadOnlyList<MethodBase> PastTheLayer() => [.. All().Where(method => IsOutside(method) && Calls(method).Any(IsDotNetChange))];

    public static string NameOf(MethodBase method) => $"{method.DeclaringType!.FullName!["Concord.Vault.".Length..]}.{method.Name}";

    private static bool IsLayer(MethodBase method) => method.DeclaringType is { } type && (type == typeof(Disk) || type == typeof(DiskFile) || type.DeclaringType == typeof(Disk) || type.DeclaringType == typeof(DiskFile));

    private static bool IsDotNetChange(MethodBase method) => method.DeclaringType is { } type
        && ((type == typeof(File) && method.Name is var name && (name.StartsWith("Write", StringComparison.Ordinal) || name.StartsWith("Append", StringComparison.Ordinal)
                || name.StartsWith("Set", StringComparison.Ordinal) || name is "Move" or "Copy" or "Delete" or "Create" or "CreateText" or "Replace" or "CreateSymbolicLink" or "Open" or "OpenWrite" or "OpenHandle"))
            || (type == typeof(Directory) && method.Name is "CreateDirectory" or "Delete" or "Move" or "CreateTempSubdirectory")
            || (type == typeof(RandomAccess) && method.Name is "Write" or "WriteAsync" or "SetLength")
            || ((type == typeof(FileInfo) || type == typeof(DirectoryInfo)) && method.Name is "MoveTo" or "CopyTo" or "Delete" or "Create"));

    private static IEnumerable<MethodBase> All() => Vault.GetTypes().SelectMany(Of);

    private static IEnumerable<MethodBase> Of(Type type) => type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own));

    /// <summary>What a method's code names to be called, now or later.</summary>
    private static IEnumerable<MethodBase> Calls(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            var operation = Codes[value];
            at += operation.Size;
            if (operation.OperandType == OperandType.InlineMethod && Vault.ResolveMethod(BitConverter.ToInt32(code, at), typeArguments, methodArguments) is { } called) yield return called;
            at += LengthOf(operation.OperandType, code, at);
        }
    }

    private static int LengthOf(OperandType type, byte[] code, int at) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
