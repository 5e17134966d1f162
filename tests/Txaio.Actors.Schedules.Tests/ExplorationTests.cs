namespace Txaio.Actors.Schedules.Tests;

/// <summary>The exploration itself: it finds the faults that it is there for.</summary>
public sealed class ExplorationTests
{
    [Fact]
    public void Lost_update_is_found() => Assert.Contains("an update was lost", Schedules.FirstFault(static () =>
    {
        var count = 0;
        Action increment = () => Volatile.Write(ref count, Volatile.Read(ref count) + 1);
        Schedules.Run(increment, increment);
        Schedules.Check(count == 2, "an update was lost");
    }));

    [Fact]
    public void Wait_without_an_end_is_found() => Assert.Contains("eadlock", Schedules.FirstFault(static () =>
    {
        object first = new(), second = new();
        Schedules.Run(() => Take(first, second), () => Take(second, first));

        static void Take(object one, object other)
        {
            lock (one)
            {
                lock (other)
                {
                }
            }
        }
    }));
}
