using System.Collections.Concurrent;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;

namespace Concord.Dicom.Iods;

/// <summary>An Information Object Definition of PS3.3 Annex A. Built when it is first asked for; safe for any thread.</summary>
public sealed class Iod
{
    private static readonly ConcurrentDictionary<int, Iod> Built = new();

    private Iod(int index)
    {
        Name = TableText.Of(IodTable.NameText, IodTable.NameOffsets, index);
        Modules = [.. Enumerable.Range(IodTable.ModuleFirst[index], IodTable.ModuleFirst[index + 1] - IodTable.ModuleFirst[index]).Select(ModuleAt)];
        FunctionalGroups = [.. Enumerable.Range(IodTable.GroupFirst[index], IodTable.GroupFirst[index + 1] - IodTable.GroupFirst[index]).Select(GroupAt)];
    }

    public string Name { get; }

    /// <summary>The modules in the order of the standard.</summary>
    public IReadOnlyList<IodModule> Modules { get; }

    /// <summary>Functional group macros, of multi-frame IODs.</summary>
    public IReadOnlyList<IodModule> FunctionalGroups { get; }

    /// <summary>The attributes of all its modules are known; else what is in none of them may be in one that is not.</summary>
    public bool IsKnown => Modules.All(module => module.IsKnown);

    /// <summary>The IOD of a Storage SOP Class, or null when the class is not known, or is of media directories.</summary>
    public static Iod? OfSopClass(Uid sopClass) => StorageSopClasses.IodOf(sopClass) is { } name ? Find(name) : null;

    /// <summary>The IOD of a name as in the table of Storage SOP Classes, <c>CT Image</c> say.</summary>
    public static Iod? Find(string name)
    {
        var wanted = System.Text.Encoding.UTF8.GetBytes(name);
        int low = 0, high = IodTable.NameOffsets.Length - 2;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = wanted.AsSpan().SequenceCompareTo(IodTable.NameText[IodTable.NameOffsets[middle]..IodTable.NameOffsets[middle + 1]]);
            if (order == 0) return Built.GetOrAdd(middle, static index => new(index));
            if (order < 0) high = middle - 1;
            else low = middle + 1;
        }
        return null;
    }

    public override string ToString() => Name;

    private static IodModule ModuleAt(int use)
    {
        int module = IodTable.ModuleIndexes[use], entity = IodTable.ModuleEntities[use];
        return new(TableText.Of(IodTable.ModuleText, IodTable.ModuleOffsets, module), TableText.Of(IodTable.EntityText, IodTable.EntityOffsets, entity),
            TableText.Of(IodTable.ModuleSectionText, IodTable.ModuleSectionOffsets, module), (ModuleUsage)IodTable.ModuleUsages[use], IodTable.ModuleTables[module]);
    }

    private static IodModule GroupAt(int use)
    {
        int group = IodTable.GroupIndexes[use];
        return new(TableText.Of(IodTable.GroupText, IodTable.GroupOffsets, group), "", TableText.Of(IodTable.GroupSectionText, IodTable.GroupSectionOffsets, group),
            (ModuleUsage)IodTable.GroupUsages[use], IodTable.GroupTables[group]);
    }
}
