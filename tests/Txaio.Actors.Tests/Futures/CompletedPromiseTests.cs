using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// A completed promise can be found by its path for a while, so that a late subscriber on another node gets its reply.
/// The tests look the promise up by the path's string, as remoting does for each message.
/// </summary>
public sealed class CompletedPromiseTests() : FuturesTestKit("akka.actor.serialize-messages = off")
{
    private readonly InvalidOperationException _error = new("it failed");

    public static TheoryData<string> Ends => ["resolve", "reject", "cancel", "end of the loop"];

    [Theory]
    [MemberData(nameof(Ends))]
    public void Subscribe_after_completion_is_told_the_outcome(string how)
    {
        var future = Tx.CreateFuture<int>();
        var path = PathOf(future);
        End(future, how);
        Time.Advance(Second * 29);

        Found(path).Tell(new Subscribe(TestActor));

        if (how == "resolve")
            Assert.Equal(new FutureResolved(future.Ref, 1), ExpectMsg<FutureResolved>());
        else
            Assert.Equal(new FutureRejected(future.Ref, future.Error!), ExpectMsg<FutureRejected>());
        Assert.Equal(future.Ref, LastSender);
        Assert.Empty(DeadLetters);
    }

    [Fact]
    public void Subscribe_after_keep_completed_gets_no_reply_and_a_watch_reports_the_end()
    {
        var future = Tx.CreateFuture<int>();
        var path = PathOf(future);
        future.Resolve(1);
        Time.Advance(Second * 31);

        Found(path).Tell(new Subscribe(TestActor));
        Assert.Equal(new Subscribe(TestActor), Assert.Single(DeadLetters).Message);
        Watch(Found(path));

        ExpectTerminated(future.Ref);
        Assert.False(HasMessages);
    }

    [Fact]
    public void Late_watcher_is_told_that_it_has_terminated()
    {
        var future = Tx.CreateFuture<int>();
        var path = PathOf(future);
        Watch(future.Ref);
        future.Resolve(1);
        ExpectTerminated(future.Ref);

        var watcher = CreateTestProbe();
        Found(path).SendSystemMessage(new Watch(Found(path), (IInternalActorRef)watcher.Ref));
        watcher.Watch(Found(path));

        watcher.ExpectTerminated(future.Ref);
    }

    [Fact]
    public void Subscribe_and_Watch_after_completion_get_the_value_before_Terminated()
    {
        var future = Tx.CreateFuture<int>();
        var path = PathOf(future);
        future.Resolve(1);

        Found(path).Tell(new Subscribe(TestActor));
        Watch(Found(path));

        ExpectMsg<FutureResolved>();
        ExpectTerminated(future.Ref);
    }

    [Fact]
    public void Late_completions_go_to_dead_letters_and_Identify_gets_a_reply()
    {
        var future = Tx.CreateFuture<object>();
        var path = PathOf(future);
        future.Resolve("x");
        object[] late = ["late", new Resolve(2), new Reject(_error), new Cancel("late"), new Status.Failure(_error)];

        foreach (var message in late)
            Found(path).Tell(message, TestActor);
        Found(path).Tell(PoisonPill.Instance);
        Found(path).Tell(new Identify("id"), TestActor);

        Assert.Equal(late, DeadLetters.Select(letter => letter.Message));
        Assert.All(DeadLetters, letter => Assert.Same(future.Ref, letter.Recipient));
        Assert.Equal(future.Ref, ExpectMsg<ActorIdentity>().Subject);
        Assert.Equal("f = x", EndOf(future));
    }

    /// <summary>An Ask's promise has no subscribers, and its value may be large.</summary>
    [Fact]
    public void Promise_of_an_Ask_is_not_kept()
    {
        var (before, after) = (Tx.Ask<string>(TestActor, "1"), Tx.Ask<string>(TestActor, "2"));
        var path = PathOf(before);
        before.Ref.Tell("answer");
        after.Ref.Tell("answer");

        Assert.NotSame(before.Ref, Found(path));
        Assert.NotSame(after.Ref, Found(PathOf(after)));
        Found(path).Tell("late");

        Assert.Equal("late", Assert.Single(DeadLetters).Message);
        Assert.False(HasPromises);
        Assert.Equal(0, KeptPromises);
    }

    [Fact]
    public void Promise_whose_path_was_not_read_is_not_kept()
    {
        var future = Tx.CreateFuture<int>();
        Watch(future.Ref);
        future.Ref.Tell(new Subscribe(TestActor));

        future.Ref.Tell(1);

        ExpectMsg<FutureResolved>();
        Assert.Equal(0, KeptPromises);
        Assert.False(HasPromises);
    }

    [Fact]
    public void Value_is_kept_for_keep_completed_and_not_longer()
    {
        var (value, path) = CompleteAndForget();
        Time.Advance(Second * 29);
        Collect();
        Assert.True(IsAlive(value));
        Assert.True(IsFound(path));

        Time.Advance(Second * 2);
        Collect();

        Assert.False(IsAlive(value));
        Assert.False(IsFound(path));
    }

    [Fact]
    public void Promises_are_removed_in_a_batch()
    {
        for (var i = 0; i < 100; i++)
        {
            var future = Tx.CreateFuture<int>();
            _ = PathOf(future);
            future.Resolve(i);
            Time.Advance(Second / 1000);
        }

        Assert.Equal(100, KeptPromises);
        Assert.Equal(1, SchedulerEntries);
        Time.Advance(Second * 31);
        Assert.Equal(0, KeptPromises);
        Assert.Equal(0, SchedulerEntries);
        Assert.False(HasPromises);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(29)]
    public void End_of_the_system_removes_all_without_waiting_for_their_time(int seconds)
    {
        var (first, last, pending) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        _ = (PathOf(first), PathOf(last), PathOf(pending));
        first.Resolve(1);
        // At 1 s the removal is far away and the timer has no actor yet. At 29 s the timer has an actor.
        Time.Advance(Second * seconds);
        last.Resolve(1);
        Assert.Equal(2, KeptPromises);

        Time.Terminate();

        Assert.True(pending.IsCalled);
        Assert.False(HasPromises);
        Assert.Equal(0, KeptPromises);
        Assert.Equal(Second * seconds, Time.Elapsed);
        _ = PathOf(Completed());
        Assert.False(HasPromises);
    }

    /// <summary>The removal of promises does not depend on the timer's actors, which a user could stop.</summary>
    [Theory]
    [InlineData("timers/*")]
    [InlineData("timers")]
    public void Stopped_timer_actors_do_not_shorten_keep_completed(string actor)
    {
        var future = Tx.CreateFuture<int>();
        var path = PathOf(future);
        future.Resolve(1);
        Time.Advance(Second * 29);

        Sys.StopOwn($"txaio/{actor}");
        Time.RunUntilIdle();

        Assert.Same(future.Ref, Found(path));
        Time.Advance(Second * 2);
        Assert.NotSame(future.Ref, Found(path));
        Assert.False(HasPromises);
        _ = PathOf(Completed());
        Time.Advance(Second * 31);
        Assert.False(HasPromises);
        Assert.Equal(0, KeptPromises);
    }

    private static string PathOf(IFuture future) => future.Ref.Path.ToSerializationFormat();

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private IInternalActorRef Found(string path) => (IInternalActorRef)Provider.ResolveActorRef(path);

    private Future<int> Completed()
    {
        var future = new Future<int>(Tx.Loop);
        future.Resolve(1);
        return future;
    }

    private void End(Future<int> future, string how)
    {
        switch (how)
        {
            case "resolve":
                future.Resolve(1);
                break;
            case "reject":
                future.Reject(_error);
                break;
            case "cancel":
                future.Cancel();
                break;
            default:
                // Stops the loop, while the system runs on.
                EventFilter.Warning().ExpectOne(() =>
                {
                    Sys.Stop(Tx.Loop.Ref);
                    Time.RunUntilIdle();
                });
                Assert.IsType<LoopTerminatedException>(future.Error);
                break;
        }
    }

    // These methods are not inlined, because a method may keep its locals alive until it returns.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsAlive(WeakReference<object> value) => value.TryGetTarget(out _);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsFound(string path) => Found(path) is PromiseRef;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference<object> Value, string Path) CompleteAndForget()
    {
        var future = Tx.CreateFuture<object>(_ => { });
        var path = PathOf(future);
        var value = new object();
        future.Resolve(value);
        return (new WeakReference<object>(value), path);
    }
}

/// <summary>Completed promises with a <c>keep-completed</c> shorter than a second.</summary>
public sealed class KeepCompletedTests : FuturesTestKit
{
    public KeepCompletedTests()
        : base("txaio.futures.keep-completed = 100ms")
    {
    }

    [Fact]
    public void Short_keep_completed_is_exceeded_by_a_second_at_most()
    {
        var future = Tx.CreateFuture<int>();
        var path = future.Ref.Path.ToSerializationFormat();
        future.Resolve(1);
        Time.Advance(Second / 10);
        Assert.Same(future.Ref, Provider.ResolveActorRef(path));

        Time.Advance(Second);

        Assert.NotSame(future.Ref, Provider.ResolveActorRef(path));
    }
}

/// <summary>Completed promises with <c>keep-completed-limit</c>.</summary>
public sealed class KeepCompletedLimitTests() : FuturesTestKit("txaio.futures.keep-completed-limit = 3")
{
    [Fact]
    public void Oldest_promise_is_removed_first_over_the_limit()
    {
        var paths = Enumerable.Range(0, 5).Select(Complete).ToList();

        Assert.Equal(3, KeptPromises);
        Assert.Equal([false, false, true, true, true], paths.Select(IsFound));
        Provider.ResolveActorRef(paths[1]).Tell(new Subscribe(TestActor));
        Assert.IsType<Subscribe>(Assert.Single(DeadLetters).Message);
        Provider.ResolveActorRef(paths[2]).Tell(new Subscribe(TestActor));
        Assert.Equal(2, ExpectMsg<FutureResolved>().Value);
    }

    [Fact]
    public void Remaining_promises_are_removed_at_their_time()
    {
        var paths = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            paths.Add(Complete(i));
            Time.Advance(Second * 5);
        }

        // The last three promises were completed at 10, 15 and 20 s. The first of them is removed at 40 s.
        Time.Advance(Second * 14);
        Assert.Equal([false, false, true, true, true], paths.Select(IsFound));
        Time.Advance(Second * 2);
        Assert.Equal([false, false, false, true, true], paths.Select(IsFound));
        Time.Advance(Second * 10);
        Assert.Equal(0, KeptPromises);
        Assert.Equal(0, SchedulerEntries);
        Assert.False(HasPromises);
    }

    [Fact]
    public void Thousands_of_completed_promises_keep_only_the_limit_and_one_scheduler_entry()
    {
        for (var i = 0; i < 10_000; i++)
            Complete(i);

        Assert.Equal(3, KeptPromises);
        Assert.Equal(1, SchedulerEntries);
        Time.Terminate();
        Assert.Equal(0, KeptPromises);
        Assert.False(HasPromises);
    }

    private string Complete(int value)
    {
        var future = Tx.CreateFuture<int>();
        var path = future.Ref.Path.ToSerializationFormat();
        future.Resolve(value);
        return path;
    }

    private bool IsFound(string path) => Provider.ResolveActorRef(path) is PromiseRef;
}

/// <summary>Completed promises with <c>keep-completed = 0s</c>.</summary>
public sealed class KeepNoneCompletedTests : FuturesTestKit
{
    public KeepNoneCompletedTests()
        : base("txaio.futures.keep-completed = 0s")
    {
    }

    [Fact]
    public void Completed_promise_is_not_found_by_its_path()
    {
        var (before, after) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        var path = before.Ref.Path.ToSerializationFormat();
        before.Resolve(1);
        after.Resolve(1);

        Assert.NotSame(before.Ref, Provider.ResolveActorRef(path));
        Assert.NotSame(after.Ref, Provider.ResolveActorRef(after.Ref.Path.ToSerializationFormat()));
        Assert.False(HasPromises);
        Assert.Equal(0, KeptPromises);
        Assert.Equal(0, SchedulerEntries);
    }
}
