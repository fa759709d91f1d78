namespace Concord.Network.UpperLayer;

/// <summary>What an action does to the Association Request/Reject/Release Timer (PS3.8 §9.1.5).</summary>
internal enum ArtimChange
{
    None,
    Start,
    Stop,
}
