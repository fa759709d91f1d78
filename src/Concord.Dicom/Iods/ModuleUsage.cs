namespace Concord.Dicom.Iods;

/// <summary>Whether an IOD has to have a module or functional group (PS3.3 §A.1.3). The numbers are those of the tables.</summary>
public enum ModuleUsage : byte
{
    Mandatory = 0,
    Conditional = 1,
    UserOption = 2,
}
