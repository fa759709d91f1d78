namespace Concord.Cli.Synth.Phantoms;

/// <summary>A place in patient coordinates, mm: x to the left, y to the back, z to the head (PS3.3 §C.7.6.2.1.1).</summary>
internal readonly record struct Point3(float X, float Y, float Z);
