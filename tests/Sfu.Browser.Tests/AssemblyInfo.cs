// Browsers share two cores; classes run one after another so that no test measures another's load.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
