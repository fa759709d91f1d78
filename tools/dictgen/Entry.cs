namespace Concord.Tools.DictGen;

/// <summary>One row of the data dictionary.</summary>
internal sealed record Entry(uint Tag, string Keyword, string Name, string Vr, string Vm, bool Retired);
