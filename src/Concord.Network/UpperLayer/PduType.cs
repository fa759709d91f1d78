namespace Concord.Network.UpperLayer;

/// <summary>PDU types (PS3.8 §9.3.1).</summary>
internal enum PduType : byte
{
    None = 0,
    AssociateRq = 1,
    AssociateAc = 2,
    AssociateRj = 3,
    Data = 4,
    ReleaseRq = 5,
    ReleaseRp = 6,
    Abort = 7,
}
