namespace Concord.Fuzz.Mutation;

/// <summary>Makes an input from another one.</summary>
/// <param name="other">A second input, to take parts of.</param>
internal delegate byte[] Mutator(byte[] input, byte[] other, Random random);
