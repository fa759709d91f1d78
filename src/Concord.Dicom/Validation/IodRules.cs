using System.Collections.Concurrent;
using Concord.Dicom.DataElements;
using Concord.Dicom.Dictionary;
using Concord.Dicom.Iods;

namespace Concord.Dicom.Validation;

/// <summary>Which modules of an IOD an object has: the mandatory ones, and those of which it has an attribute that no other module of the IOD has.</summary>
internal sealed class IodRules
{
    private const int MostKept = 64, MostModules = 64;
    private static readonly ConcurrentDictionary<string, IodRules> OfIods = new(StringComparer.Ordinal);
    private readonly Iod _iod;
    private readonly uint[][] _ownTags; // by module
    private readonly List<IodAttribute> _all;
    private readonly ConcurrentDictionary<ulong, LevelRules> _ofModules = new();

    private IodRules(Iod iod)
    {
        _iod = iod;
        _all = [.. iod.Modules.SelectMany(module => module.Attributes)];
        var users = iod.Modules.SelectMany((module, index) => module.Attributes.Select(attribute => (attribute.Tag, index))).ToLookup(pair => pair.Tag, pair => pair.index);
        _ownTags = [.. iod.Modules.Select((module, index) => OwnTags(module, index, users))];
    }

    public static IodRules Of(Iod iod) => OfIods.GetOrAdd(iod.Name, static (_, wanted) => new(wanted), iod);

    /// <summary>The rules of an object's top level.</summary>
    public LevelRules RulesFor(DataSet dataSet)
    {
        ulong present = 0;
        for (var i = 0; i < Math.Min(_ownTags.Length, MostModules); i++)
            if (IsPresent(i, dataSet)) present |= 1UL << i;
        if (_ofModules.TryGetValue(present, out var kept)) return kept;
        var rules = Build(present);
        if (_ofModules.Count < MostKept) _ofModules.TryAdd(present, rules);
        return rules;
    }

    private LevelRules Build(ulong present) =>
        new(_iod.Modules.Where((module, index) => index < MostModules && (present & (1UL << index)) != 0).SelectMany(module => module.Attributes), _all, _iod, !_iod.IsKnown);

    private bool IsPresent(int module, DataSet dataSet) => _iod.Modules[module].Usage switch
    {
        ModuleUsage.Mandatory => true,
        ModuleUsage.Conditional when Conditions.OfModule(_iod.Modules[module].Name, dataSet) is { } decided => decided,
        _ => Array.Exists(_ownTags[module], tag => HasAny(dataSet, new(tag))),
    };

    private static bool HasAny(DataSet dataSet, Tag tag) =>
        tag.Group == 0x6000 ? dataSet.Any(element => IodAttribute.IsOverlay(element.Tag) && element.Tag.Element == tag.Element) : dataSet.Contains(tag);

    /// <summary>Tags that tell of the module alone; Pixel Spacing is put on images that have no plane. Where some are of type 1 only those count, else those of type 2: others may have come alone.</summary>
    private static uint[] OwnTags(IodModule module, int index, ILookup<Tag, int> users)
    {
        var own = module.Attributes.Where(attribute => !attribute.IsAnything && users[attribute.Tag].All(user => user == index) && attribute.Tag != Tags.PixelSpacing).ToList();
        foreach (var type in new[] { AttributeType.Type1, AttributeType.Type2 })
            if (own.Where(attribute => attribute.Type == type).Select(attribute => attribute.Tag.Value).Distinct().ToArray() is { Length: > 0 } telling) return telling;
        return [.. own.Select(attribute => attribute.Tag.Value).Distinct()];
    }
}
