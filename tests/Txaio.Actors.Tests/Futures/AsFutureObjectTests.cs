using System.Threading.Channels;
using Akka.Actor;

namespace Txaio.Actors.Tests.Futures;

/// <summary>AsFuture of a function that returns an object: "never a future of a task".</summary>
public sealed class AsFutureObjectTests : FuturesTestKit
{
    private readonly InvalidOperationException _error = new("it failed");

    /// <summary>All that can be awaited, already completed.</summary>
    public static TheoryData<string> Kinds =>
        ["Task of T", "async", "ValueTask of T", "Future", "Ask", "Task of object", "Task of Task", "Task of Future"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Value_behind_an_object_is_the_futures_value(string kind)
    {
        Future<object> future = Tx.AsFuture(() => Make(kind));
        Future<object> withArgument = Tx.AsFuture(Make, kind);
        Future<dynamic> dynamically = Tx.AsFuture<dynamic>(() => Make(kind));
        Future<object> byAsync = Tx.AsFuture(async () =>
        {
            await Task.Yield();
            return Make(kind);
        });

        Assert.All(
            [future, withArgument, dynamically, byAsync], future => Assert.Equal(7, Time.WaitFor(future.AsTask())));
    }

    [Fact]
    public void Plain_values_stay_as_they_are()
    {
        var list = new List<int>();

        Assert.Equal("f = text", EndOf(Tx.AsFuture<object>(() => "text")));
        Assert.Equal("f = ", EndOf(Tx.AsFuture<object?>(() => (string?)null)));
        Assert.Same(list, Time.WaitFor(Tx.AsFuture<object>(() => list).AsTask()));
        Assert.Same(list, Time.WaitFor(Tx.AsFuture<IEnumerable<int>>(() => list).AsTask()));
    }

    [Fact]
    public void Without_a_value_the_value_is_Done()
    {
        Assert.Equal("f = Akka.Done", EndOf(Tx.AsFuture<object>(() => Task.CompletedTask)));
        Assert.Equal("f = Akka.Done", EndOf(Tx.AsFuture<object>(() => ValueTask.CompletedTask)));
        Assert.Equal("f = Akka.Done", EndOf(Tx.AsFuture<object>(() => Nothing())));
        Assert.Equal("f = Akka.Done", EndOf(Tx.AsFuture<object>(() => Tx.CreateFutureSuccess())));
        // A task of the plain type. The tasks of async methods have a result of a type of .NET's own.
        var plain = new TaskCompletionSource();
        plain.SetResult();
        Assert.Equal("f = Akka.Done", EndOf(Tx.AsFuture<object>(() => plain.Task)));

        static async Task Nothing() => await Task.CompletedTask;
    }

    [Fact]
    public void Task_or_future_that_ends_later_ends_the_future_as_it_did()
    {
        var (task, future) = (new TaskCompletionSource<string>(), Tx.CreateFuture<string>());
        var (failing, cancelled) = (Tx.CreateFuture<string>(), Tx.CreateFuture<string>());
        Future<object>[] futures =
        [
            Tx.AsFuture<object>(() => task.Task), Tx.AsFuture<object>(() => future),
            Tx.AsFuture<object>(() => failing), Tx.AsFuture<object>(() => cancelled),
            Tx.AsFuture<object>(() => Task.FromException<int>(_error)),
        ];
        Assert.Equal([false, false, false, false, true], futures.Select(future => future.IsCalled));

        task.SetResult("of the task");
        future.Resolve("of the future");
        failing.Reject(_error);
        cancelled.Cancel("the reason");

        Assert.Equal("f = of the task", EndOf(futures[0]));
        Assert.Equal("f = of the future", EndOf(futures[1]));
        Assert.Same(_error, ErrorOf(futures[2]));
        Assert.Equal("f ! FutureCancelledException: the reason", EndOf(futures[3]));
        Assert.True(futures[3].IsCancelled);
        Assert.Same(_error, ErrorOf(futures[4]));
        Assert.Empty(Unhandled);
    }

    /// <summary>Once it is read, the channel uses the object behind the value task again.</summary>
    [Fact]
    public void Value_task_that_ends_later_is_read_once()
    {
        var channel = Channel.CreateUnbounded<int>();
        var future = Tx.AsFuture<object>(() => channel.Reader.ReadAsync());
        Assert.False(future.IsCalled);

        Assert.True(channel.Writer.TryWrite(7));

        Assert.Equal(7, Time.WaitFor(future.AsTask()));
    }

    /// <summary>The caller gets the failure, so the future behind the object does not report it as well.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Failed_future_behind_the_object_counts_as_observed(bool failsBefore)
    {
        var hidden = Tx.CreateFuture<int>();
        if (failsBefore)
            hidden.Reject(_error);
        var future = Tx.AsFuture<object>(() => hidden);
        if (!failsBefore)
            hidden.Reject(_error);

        Assert.Same(_error, ErrorOf(future));
        Assert.True(hidden.IsObserved);
    }

    /// <summary>A future of the same type is returned as it is; another is cancelled with the result.</summary>
    [Fact]
    public void Cancel_reaches_the_future_behind_the_object()
    {
        var (same, other) = (Tx.CreateFuture<object>(), Tx.CreateFuture<int>());
        Assert.Same(same, Tx.AsFuture<object>(() => same));

        Tx.AsFuture<object>(() => other).Cancel("stop");
        Time.RunUntilIdle();

        Assert.Equal("f ! FutureCancelledException: stop", EndOf(other));
    }

    /// <summary>Interfaces that tasks and futures have may stand for the object, too.</summary>
    [Fact]
    public void Interface_of_a_task_is_not_taken_for_the_value()
    {
        var stream = new MemoryStream();

        Assert.Same(stream, Time.WaitFor(Tx.AsFuture<IDisposable>(() => Task.FromResult<object>(stream)).AsTask()));
        Assert.Equal(
            "The function returned a task or future of a Int32, which is no IDisposable.",
            ErrorOf(Tx.AsFuture<IDisposable>(() => Task.FromResult(1))).Message);
        Assert.Equal(
            "The function returned a task or future without a value, where a IDisposable was expected.",
            ErrorOf(Tx.AsFuture<IDisposable>(() => Task.CompletedTask)).Message);
        Assert.Equal("f = 7", EndOf(Tx.AsFuture<ValueType>(() => new ValueTask<int>(7))));
    }

    /// <summary>Generic code cannot name the value's type. It gets the task when the task has ended.</summary>
    [Fact]
    public void Type_that_is_a_task_itself_waits_for_the_task()
    {
        var source = new TaskCompletionSource<int>();
        var future = Generic(() => source.Task);
        var failed = Generic(() => Task.FromException(_error));
        var ofFuture = Generic<IFuture>(() => Tx.CreateFutureError<int>(_error));
        var (pending, foreignTask) = (Tx.CreateFuture<int>(), new TaskCompletionSource());
        var foreign = new ForeignFuture(foreignTask.Task);
        var ofPending = Generic<IFuture>(() => pending);
        var ofForeign = Generic<IFuture>(() => foreign);
        Assert.Equal((false, false, false), (future.IsCalled, ofPending.IsCalled, ofForeign.IsCalled));

        source.SetResult(7);
        pending.Resolve(7);
        foreignTask.SetResult();

        Assert.Same(source.Task, Time.WaitFor(future.AsTask()));
        Assert.Same(pending, Time.WaitFor(ofPending.AsTask()));
        Assert.Same(foreign, Time.WaitFor(ofForeign.AsTask()));
        Assert.Same(_error, ErrorOf(failed));
        Assert.Same(_error, ErrorOf(ofFuture));

        Future<T> Generic<T>(Func<T> function) => Tx.AsFuture(function);
    }

    [Fact]
    public void RunAsync_of_an_object_unwraps_it_too()
    {
        Task<object> task = Tx.Loop.RunAsync(() => (object)Task.FromResult(7));
        Task<object> future = Tx.Loop.RunAsync(() => (object)Tx.Sleep(Second).Select(_ => 7));
        Task<object> plain = Tx.Loop.RunAsync(() => (object)"text");
        Task<object> failed = Tx.Loop.RunAsync(() => (object)Task.FromException(_error));
        Time.Advance(Second);

        Assert.Equal(7, Time.WaitFor(task));
        Assert.Equal(7, Time.WaitFor(future));
        Assert.Equal("text", Time.WaitFor(plain));
        Assert.Same(_error, Assert.Throws<InvalidOperationException>(() => Time.WaitFor(failed)));
    }

    /// <summary>A long chain of tasks in tasks takes no stack.</summary>
    [Fact]
    public void Tasks_in_tasks_of_any_depth_are_unwrapped()
    {
        object nested = 7;
        for (var i = 0; i < 100_000; i++)
            nested = i % 2 != 0 ? Task.FromResult(nested) : Tx.CreateFutureSuccess(nested);

        Assert.Equal("f = 7", EndOf(Tx.AsFuture(() => nested)));
    }

    /// <summary>Resolve takes a value as it is, as in txaio: the future is completed when Resolve returns.</summary>
    [Fact]
    public void Resolve_takes_a_task_as_a_value()
    {
        var task = Task.FromResult(1);
        var future = Tx.CreateFuture<object>();

        future.Resolve(task);

        Assert.Same(task, Time.WaitFor(future.AsTask()));
    }

    private object Make(string kind) => kind switch
    {
        "Task of T" => Task.FromResult(7),
        "async" => Async(),
        "ValueTask of T" => new ValueTask<int>(7),
        "Future" => Tx.CreateFutureSuccess(7),
        "Ask" => Tx.Ask<int>(Sys.ActorOf(Props.Create<EchoActor>()), 7),
        "Task of object" => Task.FromResult<object>(7),
        "Task of Task" => Task.FromResult<object>(Task.FromResult(7)),
        "Task of Future" => Task.FromResult<object>(Tx.CreateFutureSuccess<object>(Task.FromResult(7))),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static async Task<int> Async()
    {
        await Task.Yield();
        return 7;
    }
}
