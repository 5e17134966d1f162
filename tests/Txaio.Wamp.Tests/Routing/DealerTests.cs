using CsCheck;
using Wamp.Protocol;
using Wamp.Sessions;

namespace Txaio.Wamp.Tests.Routing;

public sealed class DealerTests : RealmTestBase
{
    private const string Procedure = "com.example.procedure";
    private const int CallCode = 48;
    private const int InvocationCode = 68;

    [Fact]
    public void Call_is_answered_by_the_callee()
    {
        var (callee, caller) = Pair();

        Assert.Empty(caller.Post(new Call(7, 0, false, Procedure, Payload.Of(1, 2))));
        var invocation = Invoked(callee);
        callee.Queue(new Yield(invocation.Request, false, Payload.Of(3)));

        Assert.Equal((1L, 2), (invocation.Request, invocation.Payload.Arg<int>(1)));
        var result = Assert.IsType<Result>(Assert.Single(caller.Sent()));
        Assert.Equal((7L, false, 3), (result.Request, result.Progress, result.Payload.Arg<int>(0)));
        AssertNothingPending();
    }

    [Fact]
    public void Error_of_the_callee_reaches_the_caller_with_its_arguments()
    {
        var (callee, caller) = Pair();
        caller.Post(new Call(7, 0, false, Procedure, default));

        callee.Queue(new Error(InvocationCode, 1, "com.example.error", Payload.Of("why", 7)));

        var error = AssertError(caller, "com.example.error");
        Assert.Equal(7, error.Payload.Arg<int>(1));
        AssertNothingPending();
    }

    [Fact]
    public void Call_without_a_callee_is_an_error()
    {
        var caller = Peer();

        caller.Queue(new Call(7, 0, false, "com.example.none", default));
        AssertError(caller, Uris.NoSuchProcedure);
        caller.Queue(new Call(7, 0, false, "com..none", default));
        AssertError(caller, Uris.InvalidUri);
    }

    [Theory]
    [InlineData("exact", "single", Procedure, Uris.ProcedureAlreadyExists)]
    [InlineData("exact", "single", "a b", Uris.InvalidUri)]
    [InlineData("prefix", "single", "com.example.other", Uris.OptionNotAllowed)]
    [InlineData("exact", "roundrobin", "com.example.other", Uris.OptionNotAllowed)]
    public void Wrong_register_is_an_error(string match, string invoke, string procedure, string uri)
    {
        var (_, other) = Pair();

        var error = Assert.IsType<Error>(Assert.Single(other.Post(new Register(3, match, invoke, procedure))));

        Assert.Equal((64, 3L, uri), (error.RequestType, error.Request, error.Uri));
    }

    [Fact]
    public void Unregister_of_another_session_is_refused()
    {
        var (callee, caller) = Pair();

        Assert.IsType<Error>(Assert.Single(caller.Post(new Unregister(1, 1))));
        Assert.IsType<Unregistered>(Assert.Single(callee.Post(new Unregister(2, 1))));
        caller.Queue(new Call(7, 0, false, Procedure, default));
        AssertError(caller, Uris.NoSuchProcedure);
    }

    [Fact]
    public void Timeout_ends_the_call_not_early_and_interrupts_the_callee()
    {
        var (callee, caller) = Pair();
        caller.Post(new Call(7, 1_000, false, Procedure, default));

        Time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Empty(caller.Sent());
        Time.Advance(TimeSpan.FromMilliseconds(101));

        AssertError(caller, Uris.Timeout);
        Assert.Collection(
            callee.Sent(),
            static sent => Assert.Equal(1, Assert.IsType<Invocation>(sent).Request),
            static sent => Assert.Equal(new Interrupt(1), sent));
        AssertNothingPending();
    }

    [Fact]
    public void Answer_in_time_leaves_no_timeout()
    {
        var (callee, caller) = Pair();
        caller.Post(new Call(7, 1_000, false, Procedure, default));
        Assert.Equal(1, State.Timeouts);

        callee.Post(new Yield(1, false, default));

        AssertNothingPending();
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Single(caller.Sent());
        Assert.Empty(callee.Sent());
    }

    [Theory]
    [InlineData("skip", true, false, true)]
    [InlineData("killnowait", true, true, true)]
    [InlineData("kill", true, true, false)]
    [InlineData("skip", false, false, true)]
    [InlineData("killnowait", false, false, true)]
    [InlineData("kill", false, false, true)]
    public void Cancel_by_mode(string mode, bool canInterrupt, bool interrupts, bool endsAtOnce)
    {
        var (callee, caller) = Pair(canInterrupt);
        caller.Post(new Call(7, 0, false, Procedure, default));

        caller.Queue(new Cancel(7, mode));

        if (endsAtOnce)
        {
            AssertError(caller, Uris.Canceled);
        }
        else
        {
            Assert.Empty(caller.Sent());
            callee.Queue(new Error(InvocationCode, 1, Uris.Canceled, Payload.Of("interrupted")));
            AssertError(caller, Uris.Canceled);
        }

        Assert.Equal(interrupts, callee.Sent().Contains(new Interrupt(1)));
        AssertNothingPending();
    }

    [Fact]
    public void Second_cancel_changes_nothing()
    {
        var (callee, caller) = Pair();
        caller.Post(new Call(7, 0, false, Procedure, default));

        caller.Queue(new Cancel(7, "killnowait"));
        caller.Queue(new Cancel(7, "killnowait"));
        caller.Queue(new Cancel(7, "skip"));
        caller.Queue(new Cancel(8, "kill"));

        AssertError(caller, Uris.Canceled);
        Assert.Single(callee.Sent().OfType<Interrupt>());
    }

    [Fact]
    public void Wrong_cancel_mode_and_a_request_twice_are_violations()
    {
        var (_, caller) = Pair();
        caller.Post(new Call(7, 0, false, Procedure, default));

        caller.Post(new Cancel(7, "now"));
        caller.Post(new Call(7, 0, false, Procedure, default));

        Assert.Equal(
            ["mode = now: must be skip, kill or killnowait", "CALL 7 is under way already"],
            caller.Told.OfType<Violated>().Select(static violated => violated.Reason));
    }

    [Fact]
    public void Progress_comes_before_the_result_and_only_where_it_is_asked_for()
    {
        var (callee, caller) = Pair();
        caller.Post(new Call(7, 0, true, Procedure, default));
        caller.Post(new Call(8, 0, false, Procedure, default));

        callee.Queue(new Yield(1, true, Payload.Of(1)));
        callee.Queue(new Yield(2, true, Payload.Of(1)));
        callee.Queue(new Yield(3, true, Payload.Of(1)));

        var part = Assert.IsType<Result>(Assert.Single(caller.Sent()));
        Assert.Equal((7L, true), (part.Request, part.Progress));
        Assert.Equal("there was no INVOCATION 3", Assert.Single(callee.Told.OfType<Violated>()).Reason);
    }

    [Fact]
    public void Second_answer_of_the_callee_changes_nothing()
    {
        var (callee, caller) = Pair();
        caller.Post(new Call(7, 0, true, Procedure, default));

        callee.Queue(new Yield(1, false, Payload.Of(1)));
        callee.Queue(new Yield(1, true, Payload.Of(2)));
        callee.Queue(new Yield(1, false, Payload.Of(3)));
        callee.Queue(new Error(InvocationCode, 1, "com.example.error", default));

        var result = Assert.IsType<Result>(Assert.Single(caller.Sent()));
        Assert.Equal((false, 1), (result.Progress, result.Payload.Arg<int>(0)));
        Assert.Empty(callee.Told);
        AssertNothingPending();
    }

    [Fact]
    public void Answer_to_a_call_that_has_ended_is_ignored()
    {
        var (callee, caller) = Pair();
        caller.Post(new Call(7, 0, true, Procedure, default));
        caller.Queue(new Cancel(7, "skip"));
        AssertError(caller, Uris.Canceled);

        callee.Queue(new Yield(1, true, default));
        callee.Queue(new Yield(1, false, default));
        callee.Queue(new Error(InvocationCode, 1, "com.example.error", default));

        Assert.Empty(caller.Sent());
        Assert.Empty(callee.Told);
    }

    [Fact]
    public void Message_that_is_posted_after_the_session_has_left_is_dropped()
    {
        var (callee, caller) = Pair();
        caller.Post(new Call(7, 0, false, Procedure, default));
        callee.Leave();
        AssertError(caller, Uris.Canceled);

        callee.Queue(new Register(2, "exact", "single", Procedure));
        callee.Queue(new Subscribe(3, "exact", "com.example.topic"));
        callee.Queue(new Call(4, 1_000, false, Procedure, default));
        callee.Queue(new Hello("realm1", null, [], default));

        Assert.Equal((0, 0), (State.Procedures, State.Topics));
        Assert.Empty(callee.Told);
        AssertNothingPending();
    }

    [Fact]
    public void Callee_that_leaves_fails_its_calls_and_its_procedures()
    {
        var (callee, caller) = Pair();
        caller.Post(new Call(7, 60_000, false, Procedure, default));

        callee.Leave();

        AssertError(caller, Uris.Canceled);
        caller.Queue(new Call(8, 0, false, Procedure, default));
        AssertError(caller, Uris.NoSuchProcedure);
        AssertNothingPending();
        Assert.Equal(0, State.Procedures);
    }

    [Fact]
    public void Caller_that_leaves_interrupts_its_callee()
    {
        var (callee, caller) = Pair();
        caller.Post(new Call(7, 60_000, false, Procedure, default));

        caller.Leave();

        Assert.Contains(new Interrupt(1), callee.Sent());
        AssertNothingPending();
    }

    [Fact]
    public void Session_that_calls_itself_and_leaves_leaves_nothing()
    {
        var peer = Peer();
        peer.Post(new Register(1, "exact", "single", Procedure));
        peer.Post(new Call(2, 60_000, false, Procedure, default));

        peer.Leave();

        AssertNothingPending();
    }

    /// <summary>Plays random histories. Each call ends exactly once, and the dealer keeps nothing of a call.</summary>
    [Fact]
    public void Random_histories_answer_each_call_once()
    {
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 4]).Array[1, 30].Sample(
            history =>
            {
                using var one = new DealerTests();
                one.Play(history);
            },
            iter: 60,
            threads: 1);
    }

    private void Play((int Step, int Which)[] history)
    {
        var (callee, caller) = Pair();
        var calls = 0;
        foreach (var (step, which) in history)
        {
            var request = Math.Max(1, calls - which);
            Message? message = step switch
            {
                0 or 1 => new Call(++calls, step * 500, true, Procedure, default),
                2 => new Cancel(request, "skip"),
                3 => new Cancel(request, "kill"),
                4 => new Cancel(request, "killnowait"),
                _ => null,
            };
            if (message is not null)
                caller.Queue(message);
            else if (step == 5)
                callee.Queue(new Yield(request, false, default));
            else if (step == 6)
                callee.Queue(new Error(InvocationCode, request, "com.example.error", default));
            else
                Time.Advance(TimeSpan.FromMilliseconds(300));
        }

        callee.Leave();
        var ends = caller.Sent().Select(static end => (end as Error)?.Request ?? ((Result)end).Request).Order();
        Assert.Equal(Enumerable.Range(1, calls).Select(static id => (long)id), ends);
        AssertNothingPending();
    }

    private (TestPeer Callee, TestPeer Caller) Pair(bool interruptible = true)
    {
        var (callee, caller) = (Peer(interruptible), Peer());
        Assert.IsType<Registered>(Assert.Single(callee.Post(new Register(1, "exact", "single", Procedure))));
        return (callee, caller);
    }

    private static Invocation Invoked(TestPeer callee) =>
        Assert.IsType<Invocation>(Assert.Single(callee.Sent()));

    private static Error AssertError(TestPeer caller, string uri)
    {
        var error = Assert.IsType<Error>(Assert.Single(caller.Sent()));
        Assert.Equal((CallCode, uri), (error.RequestType, error.Uri));
        return error;
    }

    private void AssertNothingPending() => Assert.Equal((0, 0L), (State.Calls, State.Timeouts));
}
