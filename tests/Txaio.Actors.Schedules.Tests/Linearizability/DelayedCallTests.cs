using Txaio.Actors.Loops.Delayed;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Schedules.Tests.Linearizability;

public sealed class DelayedCallTests
{
    [Fact]
    public void Slots_and_heap_are_a_list_of_calls_by_due_time() => Linearizability.Check(
        static () => (new Actual(), new Model()),
        static (actual, model) => actual.Results.Equal(model.Results) && actual.InOrder.SequenceEqual(model.InOrder),
        Linearizability.Operation<Actual, Model>(
            "Add", static (it, key) => it.Add(key), static (it, key) => it.Add(key)),
        Linearizability.Operation<Actual, Model>(
            "Cancel", static (it, key) => it.Find(key).Cancel(), static (it, key) => it.Cancel(key)),
        Linearizability.Operation<Actual, Model>(
            "Reset",
            static (it, key) => it.Find(key).Reset(Timeout.InfiniteTimeSpan),
            static (it, key) => it.Reset(key)),
        Linearizability.Operation<Actual, Model>(
            "IsActive", static (it, key) => it.Find(key).IsActive, static (it, key) => it.IsActive(key)));

    private sealed class Actual : IHasResults
    {
        private readonly Dictionary<int, DelayedCall> _calls = [];
        private readonly DelayedCalls _delayed = new(TestSystem.Loop, new TestScheduler());
        private readonly Lazy<List<int>> _inOrder;

        public Actual() => _inOrder = new Lazy<List<int>>(() =>
        {
            var dropped = new List<int>();
            Dropped = dropped.Add;
            _delayed.Close();
            return dropped;
        });

        /// <summary>The keys of the pending calls, in the order in which they are due.</summary>
        public List<int> InOrder => _inOrder.Value;

        public Results Results { get; } = new();

        private Action<int>? Dropped { get; set; }

        public object Add(int key)
        {
            // No other thread sees the call without its handle.
            lock (_calls)
            {
                // Three due times, for many calls with equal due times.
                _delayed.TryAdd(
                    new WorkItem(CallbackInvoker.OffLoop, new Call(this, key), null, null),
                    TimeSpan.TicksPerDay * (1_000_000 + (key % 3)),
                    0,
                    out var call);
                _calls[key] = call;
                return 0;
            }
        }

        public DelayedCall Find(int key)
        {
            lock (_calls)
                return _calls.GetValueOrDefault(key);
        }

        private sealed class Call(Actual actual, int key) : ICallback, IDroppedCall
        {
            void IDroppedCall.Dropped() => actual.Dropped!(key);

            public void Run(object? state) => throw new InvalidOperationException("no call is due");

            public string Describe(object? state) => "a call";
        }
    }

    private sealed class Model : IHasResults
    {
        private readonly Dictionary<int, object> _calls = [];
        private readonly List<(object Call, int Key, int Due)> _pending = [];

        public IEnumerable<int> InOrder => _pending.OrderBy(static one => one.Due).Select(static one => one.Key);

        public Results Results { get; } = new();

        public object Add(int key)
        {
            _pending.Add((_calls[key] = new object(), key, key % 3));
            return 0;
        }

        public object Cancel(int key) => _pending.RemoveAll(one => one.Call == _calls.GetValueOrDefault(key)) > 0;

        public object IsActive(int key) => _pending.Exists(one => one.Call == _calls.GetValueOrDefault(key));

        public object Reset(int key)
        {
            if (!_calls.TryGetValue(key, out var call) || _pending.RemoveAll(one => one.Call == call) == 0)
                return false;
            _pending.Add((call, key, int.MaxValue));
            return true;
        }
    }
}
