using Concord.Fuzz;
using Whole.Tests.Harness;
using Xunit.Abstractions;

namespace Whole.Tests.Fuzzing;

/// <summary>A fixed number of hostile inputs for every parser that the fuzzer knows; <c>fuzz/run</c> goes on for as long as it is told.</summary>
public sealed class FuzzSmokeTests(ITestOutputHelper output)
{
    private const int Inputs = 1000, InputsOfACodec = 250, InputsOfAWholeSweep = 20_000;

    public static TheoryData<string> Targets => new(FuzzCommand.Targets);

    [Theory, MemberData(nameof(Targets))]
    public void Hostile_input_is_refused_or_read(string target)
    {
        var few = target.StartsWith("codec-", StringComparison.Ordinal) ? InputsOfACodec : Inputs; // a codec is a process away
        foreach (var seed in new[] { 1, 2 })
        {
            var (inputs, findings) = FuzzCommand.Try(target, seed, Repository.All ? InputsOfAWholeSweep : few);
            output.WriteLine($"{target}, seed {seed}: {inputs} inputs, {findings.Count} findings");
            Assert.Empty(findings);
        }
    }
}
