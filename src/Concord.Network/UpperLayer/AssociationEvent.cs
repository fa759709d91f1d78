namespace Concord.Network.UpperLayer;

/// <summary>Events of the upper layer protocol machine, in the order of the rows of PS3.8 Table 9-10.</summary>
internal enum AssociationEvent
{
    AssociateRequest,
    TransportConfirm,
    AssociateAcPdu,
    AssociateRjPdu,
    TransportIndication,
    AssociateRqPdu,
    AssociateAccept,
    AssociateReject,
    DataRequest,
    DataPdu,
    ReleaseRequest,
    ReleaseRqPdu,
    ReleaseRpPdu,
    ReleaseResponse,
    AbortRequest,
    AbortPdu,
    TransportClosed,
    ArtimExpired,
    InvalidPdu,
}
