using Akka.Actor;
using Txaio.Actors;
using Txaio.Actors.TestKit;

namespace Testing;

/// <summary>Tests without Akka.TestKit, of a class that waits longer before each try.</summary>
public sealed class ReconnectTests
{
    [Fact]
    public void Waits_double_from_try_to_try_up_to_a_minute()
    {
        using var time = VirtualTime.Create();
        var tries = new List<double>();

        _ = new Reconnect(time.System, () => tries.Add(time.Elapsed.TotalSeconds));
        time.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal([0, 1, 3, 7, 15, 31, 63, 123], tries);
        Assert.Equal(time.Start.AddSeconds(183), time.NextDue);
    }

    /// <summary>The same test with a system that runs in real time already, as in tests ported from txaio.</summary>
    [Fact]
    public void Waits_double_in_a_replaced_loop()
    {
        using var system = ActorSystem.Create("app");
        var tries = 0;

        using (var fakeLoop = system.ReplaceLoop())
        {
            _ = new Reconnect(system, () => tries++);
            fakeLoop.Advance(TimeSpan.FromMinutes(3));
        }

        Assert.Equal(8, tries);
    }

    private sealed class Reconnect
    {
        private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

        private readonly ITxaio _txaio;
        private readonly Action _connect;
        private TimeSpan _wait = TimeSpan.FromSeconds(1);

        public Reconnect(ActorSystem system, Action connect)
        {
            _txaio = system.Txaio();
            _connect = connect;
            _txaio.Loop.CallSoon(Try);
        }

        private void Try()
        {
            _connect();
            _txaio.CallLater(_wait, Try);
            _wait = _wait * 2 < Longest ? _wait * 2 : Longest;
        }
    }
}
