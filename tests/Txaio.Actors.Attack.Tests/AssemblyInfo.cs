// Each test starts processes of its own. Tests that run at the same time would only slow each other down.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
