namespace Concord.Network.ServiceClasses;

/// <summary>Whose C-MOVE a C-STORE belongs to (PS3.7 §9.1.1.1.7, §9.1.1.1.8).</summary>
internal readonly record struct MoveOriginator(string AeTitle, ushort MessageId);
