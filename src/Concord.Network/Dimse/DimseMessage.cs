namespace Concord.Network.Dimse;

/// <summary>A message whose command set has come; its data set, if any, is still to be received.</summary>
internal readonly record struct DimseMessage(PresentationContext Context, CommandSet Command);
