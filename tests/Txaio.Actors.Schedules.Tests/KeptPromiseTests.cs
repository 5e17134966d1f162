using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>Completed promises that can still be found: added by threads, removed by bound, time and end.</summary>
public sealed class KeptPromiseTests
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    [Fact]
    public void Kept_promise_can_be_found_until_its_time_or_the_bound_removes_it() => Schedules.Explore(static () =>
    {
        using var timers = new TestTimers();
        var kept = New(timers, limit: 2);
        var promises = Enumerable.Range(0, 3).Select(static _ => new Promise()).ToArray();
        promises[0].Keep(kept);
        timers.Scheduler.Now = Time.Ticks * 2;
        Schedules.Run(
            timers.Scheduler.RunDue,
            () => promises[1].Keep(kept),
            () => promises[2].Keep(kept));
        Schedules.Check(!promises[0].IsFound, "a promise can be found after its time");
        Schedules.Check(
            promises[1].IsFound && promises[2].IsFound && kept.Count == 2, $"{kept.Count} promises are kept");
        timers.Scheduler.Now = Time.Ticks * 4;
        timers.Scheduler.RunDue();
        Schedules.Check(kept.Count == 0, $"{kept.Count} promises are kept after their time");
        Schedules.Check(promises.All(static promise => !promise.IsFound), "a promise can be found after its time");
    });

    [Fact]
    public void Promise_that_is_kept_while_the_system_ends_cannot_be_found_afterwards() => Schedules.Explore(static () =>
    {
        using var timers = new TestTimers();
        var kept = New(timers, limit: 1);
        Promise one = new(), other = new();
        Schedules.Run(() => one.Keep(kept), () => other.Keep(kept), kept.Close);
        Schedules.Check(kept.Count == 0, $"{kept.Count} promises are kept");
        Schedules.Check(!one.IsFound && !other.IsFound, "a promise can be found");
    });

    private static CompletedPromises New(TestTimers timers, int limit) =>
        new(timers.Host, Time, limit, TxaioExtension.Get(TestSystem.System).Bounds);

    /// <summary>A completed promise whose path was read before.</summary>
    private sealed class Promise
    {
        private readonly PromiseRef _promise;

        public Promise()
        {
            _promise = TestSystem.Txaio.CreateFuture<int>().Promise;
            _ = _promise.Path;
        }

        public bool IsFound =>
            ReferenceEquals(TestSystem.System.Provider.ResolveActorRef(_promise.Path), _promise);

        // As the completing thread does.
        public void Keep(CompletedPromises kept)
        {
            if (!kept.TryKeep(_promise, default))
                _promise.Unregister();
        }
    }
}
