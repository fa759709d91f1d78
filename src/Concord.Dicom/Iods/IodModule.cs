using Concord.Dicom.DataElements;

namespace Concord.Dicom.Iods;

/// <summary>A module of an IOD (PS3.3 Annex A, Annex C), or a functional group macro of a multi-frame IOD (PS3.3 §C.7.6.16).</summary>
public sealed class IodModule
{
    private readonly int _table;
    private IReadOnlyList<IodAttribute>? _attributes;

    /// <param name="table">Number of the module's table; -1 when it is not at hand.</param>
    internal IodModule(string name, string informationEntity, string section, ModuleUsage usage, int table) =>
        (Name, InformationEntity, Section, Usage, _table) = (name, informationEntity, section, usage, table);

    public string Name { get; }

    /// <summary>Patient, Study, Series, Image …; empty for functional groups.</summary>
    public string InformationEntity { get; }

    /// <summary>The section of PS3.3.</summary>
    public string Section { get; }

    public ModuleUsage Usage { get; }

    /// <summary>The module's attributes are known; false when its table is not at hand.</summary>
    public bool IsKnown => _table >= 0;

    /// <summary>Attributes at the module's top level, those of included macros among them.</summary>
    public IReadOnlyList<IodAttribute> Attributes => _attributes ??= IsKnown ? AttributeRows.OfTable(_table) : [];

    public IodAttribute? Find(Tag tag) => Attributes.FirstOrDefault(attribute => attribute.Matches(tag));

    public override string ToString() => Name;
}
