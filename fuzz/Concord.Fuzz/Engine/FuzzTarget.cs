using Concord.Fuzz.Mutation;

namespace Concord.Fuzz.Engine;

/// <summary>One parser under attack: where its inputs come from, how they are changed, and what must hold of every one.</summary>
internal abstract class FuzzTarget
{
    /// <summary>As the command line names it.</summary>
    public abstract string Name { get; }

    /// <summary>Longest input, bytes.</summary>
    public virtual int MaxLength => 16 << 10;

    /// <summary>Of a fixed number of inputs one in so many is run: more than 1 where a single one may take seconds.</summary>
    public virtual int Cost => 1;

    /// <summary>Bytes that one run may allocate: so many for each byte of input, and a constant.</summary>
    public virtual (long PerByte, long Constant) Allocation => (512, 4 << 20);

    /// <summary>Valid inputs to begin from.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>What changes inputs, beside bytes changed at random.</summary>
    public virtual IReadOnlyList<Mutator> Mutators => [];

    /// <summary>What else is to be said of a run; empty: nothing.</summary>
    public virtual string Summary => "";

    /// <summary>Feeds the parser. Exceptions that its documentation declares are caught here; any other is a finding.</summary>
    /// <exception cref="FuzzException">Something that must hold does not.</exception>
    public abstract void Run(byte[] input, CoverageMap seen);
}
