using CsCheck;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// Any tree of futures, completed, failed and cancelled at any of its nodes in any order: each subscriber of each node
/// is told exactly once, and all subscribers of a node are told the same.
/// </summary>
public sealed class FutureTreeTests : FuturesTestKit
{
    private const int Trees = 1_000;

    private enum Kind
    {
        Leaf,
        Gather,
        GatherFailing,
        WhenAny,
        FirstSuccess,
        Select,
        SelectThrowing,
        SelectFuture,
    }

    private enum Event
    {
        Resolve,
        Reject,
        Cancel,
        Subscribe,
        Run,
    }

    private static Gen<Plan[]> Plans => Gen.Select(
        Gen.Enum<Kind>(), Gen.Int[0, 1_000].Array[1, 4], Gen.Bool, static (kind, below, flag) => new Plan(kind, below, flag))
        .Array[1, 12];

    private static Gen<(Event What, int Which)[]> Events =>
        Gen.Select(Gen.Enum<Event>(), Gen.Int[0, 1_000], static (what, which) => (what, which)).Array[0, 25];

    [Fact]
    public void Every_subscriber_is_told_exactly_once() =>
        Gen.Select(Plans, Events).Sample((plans, events) => new Tree(this, plans).Check(events), iter: Trees, threads: 1);

    /// <param name="Kind">How the node is made.</param>
    /// <param name="Below">The nodes below it, among those made before it; a node may be below several others.</param>
    /// <param name="Flag">Whether the others are cancelled.</param>
    private sealed record Plan(Kind Kind, int[] Below, bool Flag);

    private sealed class Subscriber(IFuture future)
    {
        public IFuture Future => future;

        public List<string> Told { get; } = [];
    }

    private sealed class Tree
    {
        private readonly FutureTreeTests _test;
        private readonly List<IFuture> _nodes = [];
        private readonly List<Future<object?>> _leaves = [];
        private readonly List<Subscriber> _subscribers = [];
        private int _cancellers;

        public Tree(FutureTreeTests test, Plan[] plans)
        {
            _test = test;
            foreach (var plan in plans)
            {
                _nodes.Add(Make(plan));
                Subscribe(_nodes[^1], plan.Below.Length);
            }
        }

        public void Check((Event What, int Which)[] events)
        {
            foreach (var (what, which) in events)
                Do(what, which);
            // The rest of the leaves succeeds, fails or is cancelled. Then every node has its outcome.
            foreach (var (leaf, at) in _leaves.Select(static (leaf, at) => (leaf, at)))
                Do((Event)(at % 3), _nodes.IndexOf(leaf));
            for (var at = 0; at < _nodes.Count; at++)
                Subscribe(_nodes[at], at);
            _test.Time.RunUntilIdle();

            Assert.All(_nodes, static node => Assert.True(node.IsCalled, $"{node} is pending"));
            Assert.All(_subscribers, static it => Assert.Single(it.Told));
            foreach (var node in _subscribers.GroupBy(static it => it.Future))
                Assert.Single(node.Select(static it => it.Told[0]).Distinct());
            Assert.Equal(_leaves.Count(static leaf => leaf.IsCancelled), _cancellers);
            Assert.Empty(_test.Unhandled);
            Assert.Equal(0, _test.Tx.Loop.Dependents.Count);
        }

        private IFuture Make(Plan plan)
        {
            if (plan.Kind == Kind.Leaf || _nodes.Count == 0)
            {
                _leaves.Add(_test.Tx.CreateFuture<object?>(_ => _cancellers++));
                return _leaves[^1];
            }

            var below = Array.ConvertAll(plan.Below, which => _nodes[which % _nodes.Count]);
            return plan.Kind switch
            {
                Kind.Gather => _test.Tx.Gather(below),
                Kind.GatherFailing => _test.Tx.Gather(below.AsEnumerable(), consumeExceptions: false),
                Kind.WhenAny => _test.Tx.WhenAny(below.AsEnumerable(), cancelOthers: plan.Flag),
                Kind.FirstSuccess => _test.Tx.FirstSuccess(below.AsEnumerable(), cancelOthers: plan.Flag),
                Kind.Select => Mapped(below[0], static value => value),
                Kind.SelectThrowing => Mapped(below[0], static _ => throw new InvalidOperationException("map")),
                _ => Flattened(below[0], below[^1]),
            };
        }

        private Future<object?> Mapped(IFuture of, Func<object?, object?> map) => _test.Tx.FirstSuccess(of).Select(map);

        private Future<object?> Flattened(IFuture of, IFuture into) =>
            _test.Tx.FirstSuccess(of).Select(_ => _test.Tx.FirstSuccess(into));

        private void Do(Event what, int which)
        {
            var node = _nodes[which % _nodes.Count];
            switch (what)
            {
                case Event.Resolve when node is Future<object?> future:
                    var was = future.IsCalled;
                    Assert.Equal(!was, future.TryResolve(which));
                    break;
                case Event.Resolve or Event.Reject:
                    Assert.Equal(!node.IsCalled, node.TryReject(new InvalidOperationException($"{which}")));
                    break;
                case Event.Cancel:
                    Assert.Equal(!node.IsCalled, node.Cancel($"{which}"));
                    break;
                case Event.Subscribe:
                    Subscribe(node, which);
                    break;
                case Event.Run:
                    _test.Time.RunUntilIdle();
                    break;
            }
        }

        private void Subscribe(IFuture node, int form)
        {
            var subscriber = new Subscriber(node);
            _subscribers.Add(subscriber);
            if (form % 3 == 0)
            {
                node.AddBoth(outcome => subscriber.Told.Add(outcome.IsSuccess ? Text(outcome.Value) : Text(outcome.Failure!)));
            }
            else if (form % 3 == 1)
            {
                node.AddCallbacks(value => subscriber.Told.Add(Text(value)), failure => subscriber.Told.Add(Text(failure)));
            }
            else
            {
                // The rest runs on the loop, as the loop's tasks do.
                _test.Tx.Loop.CallSoon(async () =>
                {
                    try
                    {
                        subscriber.Told.Add(Text(await node));
                    }
                    catch (Exception e)
                    {
                        subscriber.Told.Add(Text(new FailedFuture(e)));
                    }
                });
            }
        }

        private static string Text(object? value) => value switch
        {
            IFailedFuture failure => $"{failure.Value.GetType().Name}: {failure.Value.Message}",
            IReadOnlyList<Outcome<object?>> outcomes => string.Join(", ", outcomes),
            _ => $"{value}",
        };
    }
}
