// Each test has processes of its own; more of them at a time only take longer.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
