using Archive.Tests.Faults;

// What DiskShim runs in a process of its own: a scenario on a folder, with every operation on the disk written down.
// The last lines name the methods of the vault that changed the disk, by their tokens.
if (args is not ["play", var name, var folder]) return 2;
DiskShim.Enter();
var scenario = Scenario.Named(name);
var stage = new Stage(scenario, folder, DiskShim.Mark);
await scenario.Play(stage);
foreach (var site in stage.Sites) Console.WriteLine($"site {site.MetadataToken:x8}");
return 0;
