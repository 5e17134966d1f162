using Akka.Actor;
using Txaio.Actors.Loops.ByMessage;

namespace Txaio.Actors.Schedules.Tests;

public sealed class DeliveryTests
{
    [Fact]
    public void Messages_of_two_threads_for_one_target_are_told_once_and_in_order() => Schedules.Explore(static () =>
    {
        var told = new List<(int Thread, int Number)>();
        var telling = 0;
        var deliveries = new Deliveries(static delivery => Schedules.Start(delivery.Run), static (_, _, cause) => throw cause);
        Schedules.Run(() => Post(0), () => Post(1));
        foreach (var thread in new[] { 0, 1 })
        {
            var numbers = string.Join(", ", told.Where(one => one.Thread == thread).Select(static one => one.Number));
            Schedules.Check(numbers == "0, 1", $"those of thread {thread} were told as {numbers}");
        }

        Schedules.Check(deliveries.IsIdle, "the target is still in the table");

        void Post(int thread)
        {
            for (var i = 0; i < 2; i++)
            {
                var number = i;
                deliveries.TellLater(null, Slow.Instance, () =>
                {
                    Schedules.Check(Interlocked.Increment(ref telling) == 1, "two threads tell one target at once");
                    told.Add((thread, number));
                    Interlocked.Decrement(ref telling);
                });
            }
        }
    });

    /// <summary>A foreign target, of which nothing is known: it may make the telling thread wait.</summary>
    private sealed class Slow : ICanTell
    {
        public static readonly Slow Instance = new();

        public void Tell(object message, IActorRef sender)
        {
        }
    }
}
