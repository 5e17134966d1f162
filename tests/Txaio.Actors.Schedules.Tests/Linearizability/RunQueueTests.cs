using Txaio.Actors.Threading;

namespace Txaio.Actors.Schedules.Tests.Linearizability;

public sealed class RunQueueTests
{
    [Fact]
    public void Run_queue_is_a_queue() => Linearizability.Check(
        static () => (new Actual(), new Model()),
        static (actual, model) => actual.Results.Equal(model.Results)
            && actual.Queue.Waiting().SequenceEqual(model.Queue)
            && actual.Queue.IsEmpty == (model.Queue.Count == 0),
        Linearizability.Operation<Actual, Model>("Put", static (it, item) => it.Put(item), static (it, item) => it.Put(item)),
        Linearizability.Operation<Actual, Model>("Take", static (it, _) => it.Take(), static (it, _) => it.Take()));

    private sealed class Actual : IHasResults
    {
        private readonly object _consumer = new();

        public RunQueue<int> Queue { get; } = new();

        public Results Results { get; } = new();

        public object Put(int item)
        {
            Queue.Put(item);
            return 0;
        }

        // One consumer at a time.
        public object Take()
        {
            lock (_consumer)
                return Queue.TryTake(out var item) ? item : "nothing";
        }
    }

    private sealed class Model : IHasResults
    {
        public Queue<int> Queue { get; } = new();

        public Results Results { get; } = new();

        public object Put(int item)
        {
            Queue.Enqueue(item);
            return 0;
        }

        public object Take() => Queue.TryDequeue(out var item) ? item : "nothing";
    }
}
