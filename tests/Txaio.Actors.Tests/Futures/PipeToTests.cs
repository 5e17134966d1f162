using Akka;
using Akka.Actor;

namespace Txaio.Actors.Tests.Futures;

/// <summary>PipeTo and ToFuture connect futures with actors and tasks.</summary>
public sealed class PipeToTests : FuturesTestKit
{
    private readonly InvalidOperationException _error = new("it failed");

    // Akka can serialize Status.Failure only with Akka.Remote.
    public PipeToTests()
        : base("akka.actor.serialize-messages = off")
    {
    }

    [Fact]
    public void Value_is_told_without_any_loop_with_the_sender_given()
    {
        var sender = CreateTestProbe();
        var (before, after) = (Tx.CreateFuture<string>(), Tx.CreateFutureSuccess("after"));

        before.PipeTo(TestActor, sender.Ref);
        after.PipeTo(TestActor, sender.Ref);
        before.Resolve("before");

        ExpectMsg("after");
        ExpectMsg("before");
        Assert.Equal(sender.Ref, LastSender);
    }

    [Fact]
    public void Failure_is_told_as_Status_Failure()
    {
        Tx.CreateFutureError<int>(_error).PipeTo(TestActor);

        Assert.Equal("it failed", ExpectMsg<Status.Failure>().Cause.Message);
    }

    [Fact]
    public void Cancellation_is_told_as_Status_Failure()
    {
        var future = Tx.CreateFuture<int>();
        future.PipeTo(TestActor);

        future.Cancel("gone");

        Assert.Equal("gone", ExpectMsg<Status.Failure>().Cause.Message);
    }

    /// <summary>The user's functions run on no loop, and never inside the call that completes.</summary>
    [Fact]
    public void Functions_make_the_messages_on_the_thread_pool()
    {
        var (good, bad) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        good.PipeTo(TestActor, success: value => $"{value} {Where()}");
        bad.PipeTo(TestActor, failure: error => $"{error.Message} {Where()}");

        good.Resolve(1);
        bad.Reject(_error);
        Time.RunUntilIdle();

        ExpectMsg("1 on no loop, pool: True");
        ExpectMsg("it failed on no loop, pool: True");

        static string Where() => $"on {EventLoop.Current?.Name ?? "no loop"}, pool: {Thread.CurrentThread.IsThreadPoolThread}";
    }

    [Fact]
    public void Functions_get_the_state_and_the_callers_execution_context()
    {
        var local = new AsyncLocal<string> { Value = "caller" };
        var (good, bad) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        good.PipeTo(TestActor, (value, it) => $"{value} {it} {local.Value}", null, "state", TestActor);
        bad.PipeTo(TestActor, null, (error, it) => $"{error.Message} {it} {local.Value}", 7);
        local.Value = "completer";

        good.Resolve(1);
        bad.Reject(_error);
        Time.RunUntilIdle();

        ExpectMsg("1 state caller");
        ExpectMsg("it failed 7 caller");
    }

    [Fact]
    public void Form_with_a_state_tells_the_outcome_itself_where_it_has_no_function()
    {
        Tx.CreateFutureSuccess(1).PipeTo(TestActor, null, (_, _) => "failed", "state");
        Tx.CreateFutureError<int>(_error).PipeTo(TestActor, (_, _) => "succeeded", null, "state");
        Time.RunUntilIdle();

        ExpectMsg(1);
        Assert.Same(_error, ExpectMsg<Status.Failure>().Cause);
    }

    /// <summary>Messages without a function for their outcome keep the order, too.</summary>
    [Fact]
    public void Pipes_with_functions_tell_a_target_in_the_order_of_completion()
    {
        var futures = Enumerable.Range(0, 300).Select(_ => Tx.CreateFuture<int>()).ToArray();
        foreach (var future in futures)
            future.PipeTo(TestActor, success: value => value);

        for (var i = futures.Length - 1; i >= 0; i--)
            _ = i % 3 == 0 ? futures[i].TryReject(new ArgumentException($"{i}")) : futures[i].TryResolve(i);
        Time.RunUntilIdle();

        for (var i = futures.Length - 1; i >= 0; i--)
        {
            if (i % 3 == 0)
                Assert.Equal($"{i}", ExpectMsg<Status.Failure>().Cause.Message);
            else
                ExpectMsg(i);
        }
    }

    /// <summary>Akka's PipeTo of a task without a value does the same.</summary>
    [Fact]
    public void Future_without_a_value_tells_nothing_when_it_succeeds()
    {
        Tx.CreateFutureSuccess().PipeTo(TestActor);
        Tx.AsFuture(() => Task.CompletedTask).PipeTo(TestActor);
        Tx.Sleep(Second).PipeTo(TestActor, failure: error => error);
        Time.Advance(Second);

        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Future_without_a_value_tells_its_failure_and_the_message_that_is_made_for_it()
    {
        Tx.AsFuture(() => Task.FromException(_error)).PipeTo(TestActor);
        ExpectMsg<Status.Failure>();
        Tx.CreateFutureSuccess().PipeTo(TestActor, success: _ => "saved");
        Time.RunUntilIdle();
        ExpectMsg("saved");
    }

    [Fact]
    public void Done_that_an_actor_replied_is_told()
    {
        var probe = CreateTestProbe();
        Tx.Ask<Done>(probe.Ref, "save").PipeTo(TestActor);
        probe.ExpectMsg("save");
        probe.Reply(Done.Instance);

        ExpectMsg(Done.Instance);
    }

    [Fact]
    public void Function_that_throws_or_returns_null_is_told_as_Status_Failure()
    {
        Tx.CreateFutureSuccess(1).PipeTo(TestActor, success: _ => throw _error);
        Tx.CreateFutureError<int>(_error).PipeTo(TestActor, failure: _ => null!);
        Tx.CreateFutureSuccess<string?>(null).PipeTo(TestActor);
        Time.RunUntilIdle();

        var causes = Enumerable.Range(0, 3).Select(_ => ExpectMsg<Status.Failure>().Cause.Message).ToList();
        Assert.Contains("it failed", causes);
        Assert.Contains(causes, cause => cause.Contains("null from failure", StringComparison.Ordinal));
        Assert.Contains(causes, cause => cause.Contains("null from the future", StringComparison.Ordinal));
    }

    [Fact]
    public void Null_arguments_throw()
    {
        Assert.Throws<ArgumentNullException>(() => FutureExtensions.PipeTo<int>(null!, TestActor));
        Assert.Throws<ArgumentNullException>(() => Tx.CreateFutureSuccess(1).PipeTo(null!));
        Assert.Throws<ArgumentNullException>(() => ((Task)null!).ToFuture(Tx));
        Assert.Throws<ArgumentNullException>(() => ((Task<int>)null!).ToFuture(Tx));
        Assert.Throws<ArgumentNullException>(() => Task.CompletedTask.ToFuture(null!));
        Assert.Throws<ArgumentNullException>(() => Task.FromResult(1).ToFuture(null!));
    }

    [Fact]
    public void ToFuture_ends_as_the_task_does()
    {
        var source = new TaskCompletionSource<int>();
        var later = source.Task.ToFuture(Tx);
        Assert.False(later.IsCalled);
        source.SetResult(2);

        Future<Done> done = Task.CompletedTask.ToFuture(Tx);
        Assert.Equal("f = 2", EndOf(later));
        Assert.Equal("f = 1", EndOf(Task.FromResult(1).ToFuture(Tx)));
        Assert.Equal("f = Akka.Done", EndOf(done));
        Assert.Same(_error, ErrorOf(Task.FromException<int>(_error).ToFuture(Tx)));
        Assert.Same(_error, ErrorOf(Task.FromException(_error).ToFuture(Tx)));
        Assert.True(Task.FromCanceled(new CancellationToken(true)).ToFuture(Tx).IsCancelled);
    }

    [Fact]
    public void ToFuture_cancelled_leaves_the_task_alone()
    {
        var source = new TaskCompletionSource<int>();
        var future = source.Task.ToFuture(Tx);

        future.Cancel();
        source.SetResult(1);

        Assert.True(future.IsCancelled);
        Assert.True(source.Task.IsCompletedSuccessfully);
    }
}
