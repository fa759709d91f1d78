using System.Globalization;
using Archive.Tests.Faults;

// What DiskShim runs in processes of their own.
DiskShim.Enter();
return args switch
{
    ["play", var name, var folder] => await Play(Scenario.Named(name), folder),
    ["fail", var fault, var first, var stride, var folder] => await Fail(new(fault, folder), int.Parse(first, CultureInfo.InvariantCulture), int.Parse(stride, CultureInfo.InvariantCulture)),
    _ => 2,
};

// A scenario, every operation on the disk written down. The last lines name the methods of the vault that changed the disk, by their tokens.
static async Task<int> Play(Scenario scenario, string folder)
{
    var stage = new Stage(scenario, folder, DiskShim.Mark);
    await scenario.Play(stage);
    foreach (var site in stage.Sites) Console.WriteLine($"site {site.MetadataToken:x8}");
    return 0;
}

static async Task<int> Fail(LiveFaults faults, int first, int stride)
{
    var (rounds, refused) = await faults.Run(first, stride);
    Console.WriteLine($"{rounds} rounds, {refused} objects refused");
    return 0;
}
