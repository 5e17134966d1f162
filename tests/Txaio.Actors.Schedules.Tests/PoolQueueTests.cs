using Txaio.Actors.Loops.ByMessage;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Schedules.Tests;

/// <summary>Callbacks for targets on threads of the pool.</summary>
public sealed class PoolQueueTests
{
    [Fact]
    public void Callbacks_of_two_threads_for_one_target_run_once_in_order_and_one_at_a_time() =>
        Schedules.Explore(static () =>
        {
            var queues = new PoolQueues(driven: null);
            var target = new object();
            var running = 0;
            var ran = new List<(int Thread, int Number)>();
            Schedules.Run(() => Add(0), () => Add(1));
            foreach (var thread in new[] { 0, 1 })
            {
                var numbers = string.Join(", ", ran.Where(one => one.Thread == thread).Select(static one => one.Number));
                Schedules.Check(numbers == "0, 1", $"those of thread {thread} ran as {numbers}");
            }

            Schedules.Check(queues.IsIdle, "the target is still in the table");

            void Add(int thread)
            {
                for (var i = 0; i < 2; i++)
                {
                    var number = i;
                    Queue(queues, target, () =>
                    {
                        Schedules.Check(Interlocked.Increment(ref running) == 1, "two callbacks of one target run");
                        ran.Add((thread, number));
                        Interlocked.Decrement(ref running);
                    });
                }
            }
        });

    [Fact]
    public void Callback_that_waits_for_that_of_another_target_delays_it_not() => Schedules.Explore(static () =>
    {
        var queues = new PoolQueues(driven: null);
        using var ran = new SemaphoreSlim(0);
        var ends = 0;
        Schedules.Run(
            () => Queue(queues, new object(), () =>
            {
                ran.Wait();
                Interlocked.Increment(ref ends);
            }),
            () => Queue(queues, new object(), () => ran.Release()));
        Schedules.Check(ends == 1 && queues.IsIdle, $"{ends} waits have ended");
    });

    private static void Queue(PoolQueues queues, object target, Action callback) =>
        queues.Add(target, new WorkItem(ActionInvoker.Instance, callback, null, null));
}
