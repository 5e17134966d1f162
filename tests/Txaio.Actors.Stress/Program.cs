using Txaio.Actors;
using Txaio.Actors.Stress;
using Txaio.Actors.Stress.Kinds;
using Txaio.Actors.Threading;

// Stresses the lock-free code of the library while threads are stopped at random between its steps. The last line has
// the number of failed kinds, and the exit code is 0 when no kind failed.
var kinds = new Dictionary<string, Action<StressRun>>
{
    ["run-queue"] = RunQueueStress.Run,
    ["futures"] = FutureStress.Run,
    ["asks"] = AskStress.Run,
    ["waits"] = WaitStress.Run,
    ["scopes"] = ScopeStress.Run,
    ["timers"] = TimerStress.Run,
    ["empty-buckets"] = EmptyBucketStress.Run,
    ["new-loops"] = NewLoopStress.Run,
    ["scheduler"] = SchedulerStress.Run,
};

StressOptions options;
try
{
    options = StressOptions.Read(args, kinds.Keys);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

Console.WriteLine($"seed {options.Seed}, {options.Threads} threads, {options.Time.TotalSeconds} s each");
StressPoint.Use(options.Seed);
var failed = 0;
foreach (var kind in options.Kinds)
{
    var pauses = StressPoint.Pauses;
    var run = new StressRun(options);
    kinds[kind](run);
    run.Count("pauses", StressPoint.Pauses - pauses);
    var counts = string.Join(", ", run.Counts.Select(static count => $"{count.Value:N0} {count.Key}"));
    Console.WriteLine($"{kind}: {counts}; {run.Elapsed.TotalSeconds:N0} s");
    foreach (var failure in run.Failures)
        Console.WriteLine($"FAILED: {kind}: {failure}");
    if (run.Failed > 0)
        failed++;
}

Console.WriteLine($"{options.Kinds.Count - failed} passed, {failed} failed");
return failed == 0 ? 0 : 1;
