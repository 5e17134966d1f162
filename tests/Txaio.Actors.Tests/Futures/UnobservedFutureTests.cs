using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>The library reports a rejected future once when it is collected and no code has read its failure.</summary>
public sealed class UnobservedFutureTests : TxaioTestKit
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);
    private readonly EventRecorder<UnhandledFailure> _failures;
    private readonly ITxaio _tx;

    public UnobservedFutureTests()
    {
        _tx = Sys.Txaio();
        _failures = new EventRecorder<UnhandledFailure>(Sys);
    }

    public static TheoryData<string> Observers =>
    [
        "errback", "errback before", "await", "AsTask", "gather", "gather raw", "PipeTo", "Subscribe", "GetResult",
        "WaitAsync before",
    ];

    [Fact]
    public void Rejected_future_is_reported_once_with_its_stack_trace()
    {
        EventFilter.Error(contains: "never observed").ExpectOne(() =>
        {
            Reject("lost");
            Reported("lost");
        });
        Collect();

        var failure = Assert.Single(_failures.Events);
        Assert.Equal("default", failure.Loop);
        Assert.Equal("Future<Int32>, rejected and never observed,", failure.Origin);
        Assert.Contains(nameof(Thrown), failure.Cause.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Callback_alone_does_not_count_as_a_look()
    {
        Reject("lost", future => future.AddCallbacks(_ => { }));

        Reported("lost");
    }

    [Fact]
    public void Wait_that_was_given_up_does_not_count_as_a_look()
    {
        using var source = new CancellationTokenSource();
        Reject(
            "lost",
            future =>
            {
                var waiting = future.WaitAsync(source.Token);
                source.Cancel();
                Assert.True(waiting.IsCanceled);
            },
            before: true);

        Reported("lost");
    }

    [Theory]
    [MemberData(nameof(Observers))]
    public void Future_whose_failure_was_looked_at_is_not_reported(string how)
    {
        var before = how.EndsWith("before", StringComparison.Ordinal);
        Reject("seen", future => Observe(future, how), before, isSeen: true);

        Reject("lost");
        Reported("lost");
        Assert.DoesNotContain(_failures.Events, failure => failure.Cause.Message == "seen");
    }

    [Fact]
    public void Cancelled_and_terminated_futures_are_not_reported()
    {
        Ending(future => future.Cancel("seen"));
        Ending(future => future.Reject(new FutureCancelledException("seen")));
        Ending(future => future.Reject(new LoopTerminatedException("seen")));

        Reject("lost");
        Reported("lost");
        Assert.Single(_failures.Events);
    }

    [Fact]
    public void Gathered_future_that_fails_unobserved_is_reported_in_place_of_its_children()
    {
        Reject("child", future => _tx.Gather([future, _tx.CreateFuture<int>()], consumeExceptions: false));

        Reported("child");
        Collect();
        Assert.Contains("IReadOnlyList", Assert.Single(_failures.Events).Origin, StringComparison.Ordinal);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Reject(
        string message, Action<Future<int>>? observe = null, bool before = false, bool isSeen = false)
    {
        var future = _tx.CreateFuture<int>();
        if (before)
            observe!(future);
        future.Reject(Thrown(message));
        if (!before)
            observe?.Invoke(future);
        // Some ways keep the future for a while, so that the report alone would come too late to be seen here.
        if (isSeen)
            Assert.True(SpinWait.SpinUntil(() => future.IsObserved, Guard));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Ending(Action<Future<int>> end) => end(_tx.CreateFuture<int>());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Observe(Future<int> future, string how)
    {
        switch (how)
        {
            case "await":
                _ = Awaiting(future);
                break;
            case "GetResult":
                Assert.Throws<InvalidOperationException>(() => future.GetAwaiter().GetResult());
                break;
            case "AsTask":
                _ = future.AsTask().Exception;
                break;
            case "WaitAsync before":
                _ = future.WaitAsync(Guard).ContinueWith(static task => task.Exception, TaskScheduler.Default);
                break;
            case "gather":
                _tx.Gather([future]);
                break;
            case "gather raw":
                _tx.Gather([future], false).AddCallbacks(null, _ => { });
                break;
            case "PipeTo":
                future.PipeTo(ActorRefs.Nobody);
                break;
            case "Subscribe":
                future.Ref.Tell(new Subscribe(TestActor));
                break;
            default:
                future.AddCallbacks(null, _ => { });
                break;
        }
    }

    private static async Task Awaiting(Future<int> future)
    {
        try
        {
            await future;
        }
        catch (InvalidOperationException)
        {
            // The await has observed the failure.
        }
    }

    private static InvalidOperationException Thrown(string message)
    {
        try
        {
            throw new InvalidOperationException(message);
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private void Reported(string message) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            Collect();
            return _failures.Events.Any(failure => failure.Cause.Message == message);
        },
        Guard));

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}

/// <summary>Unobserved futures with <c>txaio.futures.log-unhandled = off</c>.</summary>
public sealed class UnobservedFutureOffTests : TxaioTestKit
{
    public UnobservedFutureOffTests()
        : base("txaio.futures.log-unhandled = off")
    {
    }

    [Fact]
    public void Nothing_is_reported_when_log_unhandled_is_off()
    {
        var failures = new EventRecorder<UnhandledFailure>(Sys);
        Reject();
        // With this setting the library makes no object with a finalizer, so no report can come later.
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Empty(failures.Events);
    }

    [Fact]
    public void Callbacks_that_throw_are_reported_all_the_same()
    {
        var failures = new EventRecorder<UnhandledFailure>(Sys);
        using var ran = new ManualResetEventSlim();
        var tx = Sys.Txaio();
        tx.CreateFutureSuccess(1).AddCallbacks(_ => throw new InvalidOperationException("thrown"));
        tx.Loop.CallSoon(ran.Set);

        Assert.True(ran.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal("thrown", Assert.Single(failures.Events).Cause.Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Reject() => Sys.Txaio().CreateFuture<int>().Reject(new InvalidOperationException("lost"));
}

/// <summary>Functions that fail late, with <c>txaio.futures.log-unhandled = off</c>.</summary>
public sealed class LateFailureOffTests() : FuturesTestKit("txaio.futures.log-unhandled = off")
{
    [Fact]
    public void Body_that_fails_after_the_cancel_is_not_reported()
    {
        var future = Tx.AsFuture(async () =>
        {
            try
            {
                await Tx.Sleep(Second);
            }
            finally
            {
                throw new InvalidOperationException("the clean-up failed");
            }
        });

        future.Cancel("stop");
        Time.RunUntilIdle();

        Assert.Empty(Unhandled);
        Assert.Equal("f ! FutureCancelledException: stop", EndOf(future));
    }
}
