using System.Collections.Concurrent;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Schedules.Tests.Linearizability;

public sealed class TimerTests
{
    private const long Ms = TimeSpan.TicksPerMillisecond;

    // The due times of three buckets. Two of them share an entry of the recent buckets.
    private static readonly long[] Dues = [6_400_000 * Ms, 6_406_400 * Ms, 6_400_100 * Ms];

    [Fact]
    public void Table_of_buckets_is_a_set_of_calls() => Linearizability.Check(
        static () => (new Actual(), new Model()),
        static (actual, model) =>
            actual.Results.Equal(model.Results) && actual.Timer.PendingCalls == model.Pending.Count,
        Linearizability.Operation<Actual, Model>(
            "Schedule", static (it, key) => it.Schedule(key), static (it, key) => it.Schedule(key)),
        Linearizability.Operation<Actual, Model>(
            "Cancel", static (it, key) => it.Find(key).Cancel(), static (it, key) => it.Cancel(key)),
        Linearizability.Operation<Actual, Model>(
            "Reset",
            static (it, key) => it.Find(key).Reset(TimeSpan.FromTicks(Dues[(key + 1) % 3])),
            static (it, key) => it.IsActive(key)),
        Linearizability.Operation<Actual, Model>(
            "IsActive", static (it, key) => it.Find(key).IsActive, static (it, key) => it.IsActive(key)),
        Linearizability.Operation<Actual, Model>(
            "Close", static (it, key) => key == 0 && it.Timer.TryClose(), static (it, key) => key == 0 && it.TryClose()));

    private sealed class Actual : ICallback, IHasResults
    {
        private readonly ConcurrentDictionary<int, DelayedCall> _calls = new();

        public BatchedTimer Timer { get; } = new TestTimers().New(TimeSpan.FromMilliseconds(100));

        public Results Results { get; } = new();

        public object Schedule(int key)
        {
            try
            {
                _calls[key] = Timer.ScheduleAt(Dues[key % 3], CallbackInvoker.OffLoop, this);
                return true;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }

        public DelayedCall Find(int key) => _calls.GetValueOrDefault(key);

        public void Run(object? state) => throw new InvalidOperationException("no call is due");

        public string Describe(object? state) => "a call";
    }

    private sealed class Model : IHasResults
    {
        private readonly Dictionary<int, object> _calls = [];
        private bool _closed;

        public HashSet<object> Pending { get; } = [];

        public Results Results { get; } = new();

        public object Schedule(int key)
        {
            if (!_closed)
                Pending.Add(_calls[key] = new object());
            return !_closed;
        }

        public object Cancel(int key) => _calls.TryGetValue(key, out var call) && Pending.Remove(call);

        public object IsActive(int key) => _calls.TryGetValue(key, out var call) && Pending.Contains(call);

        public bool TryClose()
        {
            if (_closed)
                return false;
            Pending.Clear();
            return _closed = true;
        }
    }
}
