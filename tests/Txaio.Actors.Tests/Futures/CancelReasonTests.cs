using Akka;
using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>A cancel whose reason is an exception: each reader of the failure finds the reason in it.</summary>
public sealed class CancelReasonTests() : FuturesTestKit("akka.actor.serialize-messages = off")
{
    private readonly TimeoutException _reason = new("too late");

    /// <summary>The ways to cancel for a reason.</summary>
    public static TheoryData<string> Ways => ["member", "interface", "ported", "message", "after", "after on a timer"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Reason_is_the_inner_exception_of_the_failure_and_gives_it_its_message(string way)
    {
        var future = Tx.CreateFuture<int>();
        Cancel(future, way);

        var failure = Assert.IsType<FutureCancelledException>(ErrorOf(future));

        Assert.Same(_reason, failure.InnerException);
        Assert.Equal("too late", failure.Message);
        Assert.True(future.IsCancelled);
        Assert.False(future.Cancel(_reason));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Canceller_await_subscriber_and_pipe_see_the_reason(string way)
    {
        Exception? seen = null;
        var future = Tx.CreateFuture<int>(cancelled => cancelled.AddBoth(outcome => seen = outcome.Failure!.Value));
        var awaited = Tx.Loop.RunAsync(async () => await future);
        future.Ref.Tell(new Subscribe(TestActor));
        future.PipeTo(TestActor);
        Time.RunUntilIdle();

        Cancel(future, way);
        Time.RunUntilIdle();

        Assert.Same(_reason, seen?.InnerException);
        Assert.Same(_reason, Record.Exception(() => Time.WaitFor(awaited))?.InnerException);
        var told = new[] { ExpectMsg<object>(), ExpectMsg<object>() };
        Assert.Same(_reason, told.OfType<FutureRejected>().Single().Cause.InnerException);
        Assert.Same(_reason, told.OfType<Status.Failure>().Single().Cause.InnerException);
    }

    [Fact]
    public void Failure_of_another_cancel_is_passed_on_as_it_is()
    {
        var (first, second) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        first.AddCallbacks(null, failure => second.Cancel(failure.Value));
        first.Cancel("gone");
        Time.RunUntilIdle();

        Assert.Same(ErrorOf(first), ErrorOf(second));
        Assert.True(second.IsCancelled);
    }

    [Fact]
    public void Token_of_a_cancelled_operation_is_kept()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var future = Tx.CreateFuture<int>();
        future.Cancel(new OperationCanceledException("stopped", source.Token));

        var failure = Assert.IsType<FutureCancelledException>(ErrorOf(future));

        Assert.Equal((source.Token, "stopped"), (failure.CancellationToken, failure.Message));
    }

    /// <summary>Each future, gather and wait that passes a cancel on also passes its reason on.</summary>
    [Fact]
    public void Gather_WhenAny_FirstSuccess_and_AsFuture_pass_the_reason_on()
    {
        var children = Enumerable.Range(0, 4).Select(_ => Tx.CreateFuture<int>()).ToArray();
        Tx.Gather([children[0]]).Cancel(_reason);
        Tx.WhenAny([children[1]]).Cancel(_reason);
        Tx.FirstSuccess([children[2]]).Cancel(_reason);
        var body = Tx.AsFuture(async () => await children[3]);
        children[3].Cancel(_reason);
        Time.RunUntilIdle();

        Assert.All(children, child => Assert.Same(_reason, ErrorOf(child).InnerException));
        Assert.Same(_reason, Assert.IsType<FutureCancelledException>(ErrorOf(body)).InnerException);
        Assert.True(body.IsCancelled);
    }

    [Fact]
    public void Message_with_a_text_and_a_cause_has_both()
    {
        var future = Tx.CreateFuture<int>();
        future.Ref.Tell(new Cancel("why") { Cause = _reason });

        var failure = ErrorOf(future);

        Assert.Equal("why", failure.Message);
        Assert.Same(_reason, failure.InnerException);
    }

    [Fact]
    public void Text_of_the_message_names_the_type_of_the_cause_only()
    {
        Assert.Equal("Cancel(TimeoutException)", new Cancel(_reason).ToString());
        Assert.Equal("Cancel { Reason = why }", new Cancel("why").ToString());
        Assert.Equal("Cancel { Reason =  }", new Cancel().ToString());
    }

    [Fact]
    public void Reason_whose_message_throws_cancels_all_the_same()
    {
        var future = Tx.CreateFuture<int>();

        Assert.True(future.Cancel(new Hostile()));

        Assert.Contains("threw NotSupportedException", ErrorOf(future).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_future_is_not_reported_though_its_reason_is_an_exception()
    {
        Tx.CreateFuture<int>().Cancel(_reason);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Time.RunUntilIdle();

        Assert.Empty(Unhandled);
    }

    /// <summary>A null literal binds to the form with a text, and means no text.</summary>
    [Fact]
    public void Null_binds_to_the_form_with_a_text()
    {
        var futures = Enumerable.Range(0, 3).Select(_ => Tx.CreateFuture<int>()).ToArray();
        futures[0].Cancel(null);
        Tx.Cancel(futures[1], null);
        futures[2].Ref.Tell(new Cancel(null));
        Assert.All(futures, future => Assert.Equal("The future was cancelled.", ErrorOf(future).Message));
        Tx.CreateFuture<int>().CancelAfter(Second, null);

        Assert.Throws<ArgumentNullException>(() => futures[0].Cancel((Exception)null!));
        Assert.Throws<ArgumentNullException>(() => Tx.Cancel(futures[0], (Exception)null!));
        Assert.Throws<ArgumentNullException>(() => futures[0].CancelAfter(Second, (Exception)null!));
        Assert.Throws<ArgumentNullException>(() => new Cancel((Exception)null!));
    }

    /// <summary>The reason's own code makes the message, before the future is cancelled.</summary>
    [Fact]
    public void Reason_whose_message_completes_the_future_comes_too_late()
    {
        var future = Tx.CreateFuture<int>();

        Assert.False(future.Cancel(new Completing(() => future.TryResolve(7))));

        Assert.Equal("f = 7", EndOf(future));
    }

    private void Cancel(Future<int> future, string way)
    {
        switch (way)
        {
            case "member":
                future.Cancel(_reason);
                break;
            case "interface":
                ((IFuture)future).Cancel(_reason);
                break;
            case "ported":
                Tx.Cancel(future, _reason);
                break;
            case "message":
                future.Ref.Tell(new Cancel(_reason));
                break;
            case "after":
                Assert.Same(future, future.CancelAfter(Second, _reason));
                Time.Advance(Second);
                break;
            default:
                var timer = Tx.MakeBatchedTimer(Second);
                Assert.Same(future, future.CancelAfter(timer, Second * 2, _reason));
                Time.Advance(Second * 3);
                break;
        }
    }

    private sealed class Hostile : Exception
    {
        public override string Message => throw new NotSupportedException();
    }

    private sealed class Completing(Action complete) : Exception
    {
        public override string Message
        {
            get
            {
                complete();
                return "too late";
            }
        }
    }
}
