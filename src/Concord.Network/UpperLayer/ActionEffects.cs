namespace Concord.Network.UpperLayer;

/// <summary>What an action of PS3.8 Tables 9-6 to 9-9 does: the tables' text as data.</summary>
/// <param name="Sends">PDU that goes out, or none.</param>
/// <param name="Closes">The transport connection is closed.</param>
/// <param name="Indicates">Primitive issued to the user.</param>
internal readonly record struct ActionEffects(
    PduType Sends = PduType.None, ArtimChange Artim = ArtimChange.None, bool Closes = false, IndicationKind Indicates = IndicationKind.None)
{
    private static readonly ActionEffects[] Table = [.. Enum.GetValues<AssociationAction>().Select(Define)];

    internal static ActionEffects Of(AssociationAction action) => Table[(int)action];

    private static ActionEffects Define(AssociationAction action) => action switch
    {
        AssociationAction.AE1 => new(), // the transport is connected by who owns the machine
        AssociationAction.AE2 => new(Sends: PduType.AssociateRq),
        AssociationAction.AE3 => new(Indicates: IndicationKind.Accepted),
        AssociationAction.AE4 => new(Closes: true, Indicates: IndicationKind.Rejected),
        AssociationAction.AE5 => new(Artim: ArtimChange.Start),
        AssociationAction.AE6 => new(Artim: ArtimChange.Stop, Indicates: IndicationKind.Associate), // or AE-8, see UpperLayerConnection
        AssociationAction.AE7 => new(Sends: PduType.AssociateAc),
        AssociationAction.AE8 => new(Sends: PduType.AssociateRj, Artim: ArtimChange.Start),
        AssociationAction.DT1 or AssociationAction.AR7 => new(Sends: PduType.Data),
        AssociationAction.DT2 or AssociationAction.AR6 => new(Indicates: IndicationKind.Data),
        AssociationAction.AR1 => new(Sends: PduType.ReleaseRq),
        AssociationAction.AR2 => new(Indicates: IndicationKind.Release),
        AssociationAction.AR3 => new(Closes: true, Indicates: IndicationKind.Released),
        AssociationAction.AR4 => new(Sends: PduType.ReleaseRp, Artim: ArtimChange.Start),
        AssociationAction.AR5 => new(Artim: ArtimChange.Stop, Indicates: IndicationKind.Closed),
        AssociationAction.AR8 => new(Indicates: IndicationKind.ReleaseCollision),
        AssociationAction.AR9 => new(Sends: PduType.ReleaseRp),
        AssociationAction.AR10 => new(Indicates: IndicationKind.Released),
        AssociationAction.AA1 => new(Sends: PduType.Abort, Artim: ArtimChange.Start),
        AssociationAction.AA2 => new(Artim: ArtimChange.Stop, Closes: true, Indicates: IndicationKind.Closed),
        AssociationAction.AA3 => new(Closes: true, Indicates: IndicationKind.Abort),
        AssociationAction.AA4 => new(Indicates: IndicationKind.ProviderAbort),
        AssociationAction.AA5 => new(Artim: ArtimChange.Stop, Indicates: IndicationKind.Closed),
        AssociationAction.AA6 => new(),
        AssociationAction.AA7 => new(Sends: PduType.Abort),
        AssociationAction.AA8 => new(Sends: PduType.Abort, Artim: ArtimChange.Start, Indicates: IndicationKind.ProviderAbort),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
