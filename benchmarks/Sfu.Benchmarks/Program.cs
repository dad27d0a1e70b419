using BenchmarkDotNet.Running;
using Sfu.Benchmarks;
using Sfu.Benchmarks.ServerMemory;

// `memory` and `pauses` measure a whole server under garbage collector settings; everything else goes to BenchmarkDotNet.
if (args is ["memory", .. var options])
    return await MemoryComparison.RunAsync(options);
if (args is ["pauses", .. var pauseOptions])
    return await PauseMeasurement.RunAsync(pauseOptions);

// Without a filter the switcher would ask which benchmarks to run; the documented command runs them all.
var filtered = args.Length > 0 ? args : ["--filter", "*"];
BenchmarkSwitcher.FromAssembly(typeof(ShortRuns).Assembly).Run(filtered, new ShortRuns());
return 0;
