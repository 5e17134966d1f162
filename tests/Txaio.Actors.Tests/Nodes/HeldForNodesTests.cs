using Akka.Actor;
using Txaio.Actors.Nodes;

namespace Txaio.Actors.Tests.Nodes;

/// <summary>The watching actor exists as long as the library holds an object for another node.</summary>
public sealed class HeldForNodesTests : VirtualTestKit
{
    private readonly List<object> _started = [];
    private readonly HeldForNodes _held;

    public HeldForNodesTests() => _held = new HeldForNodes { StartWatching = _started.Add };

    [Fact]
    public void Watching_actor_that_is_stopped_is_followed_by_another_while_something_is_held()
    {
        var held = new Held();
        var guard = CreateTestProbe().Ref;
        _held.Add(held, guard);

        _held.Stopped(Assert.Single(_started));

        Assert.Equal(2, _started.Count);
        Assert.NotSame(_started[0], _started[1]);
        Assert.Equal([guard], _held.Compare(_started[1], [])!.Value.Begin);
    }

    [Fact]
    public void Watching_actor_that_stops_with_nothing_to_watch_is_not_replaced()
    {
        var held = new Held();
        var guard = CreateTestProbe().Ref;
        _held.Add(held, guard);
        _held.Remove(held, guard);

        Assert.Null(_held.Compare(_started[0], []));
        _held.Stopped(_started[0]);

        Assert.Single(_started);
        _held.Add(held, guard);
        Assert.Equal(2, _started.Count);
    }

    [Fact]
    public void Earlier_watching_actor_that_stops_late_does_not_start_a_third()
    {
        _held.Add(new Held(), CreateTestProbe().Ref);
        _held.Stopped(_started[0]);

        _held.Stopped(_started[0]);

        Assert.Equal(2, _started.Count);
    }

    [Fact]
    public void Ended_of_a_guard_ends_the_object_that_is_held_for_it()
    {
        var held = new Held();
        var guard = CreateTestProbe().Ref;
        _held.Add(held, guard);

        _held.Ended(guard);

        Assert.True(held.HasEnded);
        Assert.Equal(0, _held.Guards);
    }

    private sealed class Held : IHeldForNode
    {
        public bool HasEnded { get; private set; }

        public void Ended() => HasEnded = true;
    }
}
