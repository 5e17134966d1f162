using Txaio.Actors.Futures.Continuations;

namespace Txaio.Actors.Schedules.Tests.Linearizability;

public sealed class FutureTests
{
    [Fact]
    public void Future_is_completed_once_and_runs_its_continuations_in_the_order_they_were_added() =>
        Linearizability.Check(
            static () => (new Actual(), new Model()),
            static (actual, model) => actual.Results.Equal(model.Results)
                && actual.Outcome.Equals(model.Outcome)
                && actual.Ran.SequenceEqual(model.Ran),
            Linearizability.Operation<Actual, Model>(
                "Resolve",
                static (it, value) => it.Future.TryResolve(value),
                static (it, value) => it.TryComplete(value)),
            Linearizability.Operation<Actual, Model>(
                "Reject",
                static (it, _) => it.Future.TryReject(new InvalidOperationException()),
                static (it, _) => it.TryComplete(nameof(InvalidOperationException))),
            Linearizability.Operation<Actual, Model>(
                "Cancel",
                static (it, _) => it.Future.Cancel(),
                static (it, _) => it.TryComplete(nameof(FutureCancelledException))),
            Linearizability.Operation<Actual, Model>("Add", static (it, id) => it.Add(id), static (it, id) => it.Add(id)),
            Linearizability.Operation<Actual, Model>(
                "Add", static (it, id) => it.Add(id + 10), static (it, id) => it.Add(id + 10)),
            Linearizability.Operation<Actual, Model>(
                "IsCalled", static (it, _) => it.Future.IsCalled, static (it, _) => it.IsCalled));

    private sealed class Actual : IHasResults
    {
        public Future<int> Future { get; } = TestSystem.Txaio.CreateFuture<int>();

        public List<int> Ran { get; } = [];

        public Results Results { get; } = new();

        public object Outcome =>
            !Future.IsCalled ? "pending" : Future.Error is { } error ? error.GetType().Name : Future.Result;

        public object Add(int id)
        {
            Future.AddObserver(new Noted(this, id));
            return 0;
        }
    }

    private sealed class Noted(Actual actual, int id) : FutureContinuation
    {
        public override void Run(Future future)
        {
            lock (actual.Ran)
                actual.Ran.Add(id);
        }
    }

    private sealed class Model : IHasResults
    {
        private readonly List<int> _added = [];

        public List<int> Ran => IsCalled ? _added : [];

        public Results Results { get; } = new();

        public object Outcome { get; private set; } = "pending";

        public bool IsCalled => !Outcome.Equals("pending");

        public object TryComplete(object outcome)
        {
            if (IsCalled)
                return false;
            Outcome = outcome;
            return true;
        }

        public object Add(int id)
        {
            _added.Add(id);
            return 0;
        }
    }
}
