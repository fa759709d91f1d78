namespace Concord.Network.Dimse;

/// <summary>Numbers of sub-operations of a C-MOVE or C-GET (PS3.7 §9.3.3.2): (0000,1020) to (0000,1023).</summary>
/// <param name="Remaining">Null in responses that do not carry it.</param>
public readonly record struct SubOperations(int? Remaining, int Completed, int Failed, int Warning);
