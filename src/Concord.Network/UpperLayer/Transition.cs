namespace Concord.Network.UpperLayer;

/// <summary>One cell of PS3.8 Table 9-10.</summary>
/// <param name="Otherwise">Where the cell names two next states (AE-6: "Sta3 or 13", AR-8: "Sta9 or 10") the second one, else the same as <paramref name="Next"/>.</param>
internal readonly record struct Transition(AssociationAction Action, AssociationState Next, AssociationState Otherwise);
