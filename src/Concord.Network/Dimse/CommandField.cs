namespace Concord.Network.Dimse;

/// <summary>Command Field (0000,0100) (PS3.7 §E.1). A response is its request with bit 15 set.</summary>
internal enum CommandField : ushort
{
    CStoreRq = 0x0001,
    CGetRq = 0x0010,
    CFindRq = 0x0020,
    CMoveRq = 0x0021,
    CEchoRq = 0x0030,
    NEventReportRq = 0x0100,
    NGetRq = 0x0110,
    NSetRq = 0x0120,
    NActionRq = 0x0130,
    NCreateRq = 0x0140,
    NDeleteRq = 0x0150,
    CCancelRq = 0x0FFF,
    Response = 0x8000,
    CStoreRsp = 0x8001,
    CGetRsp = 0x8010,
    CFindRsp = 0x8020,
    CMoveRsp = 0x8021,
    CEchoRsp = 0x8030,
    NEventReportRsp = 0x8100,
    NGetRsp = 0x8110,
    NSetRsp = 0x8120,
    NActionRsp = 0x8130,
    NCreateRsp = 0x8140,
    NDeleteRsp = 0x8150,
}
