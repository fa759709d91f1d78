using Concord.Bench;
using BenchmarkDotNet.Running;
using Concord.Bench.Comparison;
using Concord.Bench.Core;
using Concord.Bench.ExtendedTags;
using Concord.Bench.Imaging;
using Concord.Bench.Locator;
using Concord.Bench.Sink;

// concord-bench objects DIR | parse head|whole SECONDS LIST | sink PORT | locator DIR ROWS STEP | tags DIR STUDIES | codecs FILE... | BenchmarkDotNet's own arguments
switch (args)
{
    case ["objects", var folder]:
        BenchObjects.WriteTo(folder);
        return 0;
    case ["parse", var mode, var seconds, var list]:
        ParseLoop.Run(mode, double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture), list);
        return 0;
    case ["sink", var port]:
        await SinkServer.Run(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["locator", var folder, var rows, var step]:
        LocatorFill.Run(folder, long.Parse(rows, System.Globalization.CultureInfo.InvariantCulture), long.Parse(step, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["tags", var folder, var studies]:
        await TagCost.Run(folder, int.Parse(studies, System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case ["codecs", .. var files]:
        await CodecBoundary.Run(files);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(BenchObjects).Assembly).Run(args, new ShortRuns());
        return 0;
}
