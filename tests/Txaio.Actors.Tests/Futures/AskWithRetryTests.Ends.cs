using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <content>How the attempts end, and the checks of the options.</content>
public sealed partial class AskWithRetryTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(1050)]
    public void Cancel_ends_the_attempts_at_once_and_releases_all(int at)
    {
        var target = new Told();
        var future = Tx.AskWithRetry<string>(target, "question", Exact);
        Time.Advance(Ms * at);

        Assert.True(future.Cancel("enough"));

        NothingLeft();
        Assert.Equal("enough", ErrorOf(future).Message);
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(target.Senders);
    }

    [Fact]
    public void Token_cancels_and_a_cancelled_one_sends_nothing()
    {
        using var source = new CancellationTokenSource();
        var target = new Told();
        var future = Tx.AskWithRetry<string>(target, "question", Exact, source.Token);

        source.Cancel();

        Assert.Equal(source.Token, Assert.IsType<FutureCancelledException>(ErrorOf(future)).CancellationToken);
        NothingLeft();
        var late = Tx.AskWithRetry<string>(target, "question", Exact, source.Token);
        Assert.True(late.IsCancelled);
        NothingLeft();
        Assert.Single(target.Senders);
    }

    [Fact]
    public void Cancel_of_the_function_that_asks_ends_the_attempts()
    {
        var target = new Told();
        var function = Tx.AsFuture(async () => await Tx.AskWithRetry<string>(target, "question", Exact));
        Time.Advance(Ms * 1050);

        function.Cancel("enough");
        Time.Advance(Second * 5);

        Assert.Single(target.Senders);
        NothingLeft();
    }

    [Fact]
    public void End_of_the_loop_fails_the_future_and_ends_the_attempts()
    {
        var loop = Sys.Txaio().WithConfig(TxaioExtension.Get(Sys).NewLoop("short"));
        var target = new Told();
        var future = loop.AskWithRetry<string>(target, "question", Exact);
        Time.Advance(Ms * 1050);

        var disposal = loop.Loop.DisposeAsync();
        Time.WaitFor(disposal.AsTask());
        Time.Advance(Second * 30);

        Assert.IsType<LoopTerminatedException>(future.Error);
        Assert.Single(target.Senders);
        Assert.Throws<LoopTerminatedException>(() => loop.AskWithRetry<string>(target, "question", Exact));
    }

    [Fact]
    public void Completed_future_keeps_neither_message_nor_functions()
    {
        var (future, message, finder) = Completed();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(message.IsAlive);
        Assert.False(finder.IsAlive);
        Assert.True(future.IsCalled);
    }

    [Fact]
    public void Attempts_without_number_keep_one_call_and_a_small_stack()
    {
        var looks = 0;
        var dead = Stopped();
        var options = new AskRetryOptions
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MinBackoff = Ms,
            MaxBackoff = Ms,
            Jitter = 0,
        };
        var future = Tx.AskWithRetry<string>(
            () =>
            {
                looks++;
                return dead;
            },
            "question",
            options);

        Time.Advance(Second * 20);

        Assert.Equal(20_001, looks);
        Assert.Equal(1, Time.PendingCalls);
        future.Cancel();
        NothingLeft();
    }

    /// <summary>An attempt that has timed out may still become a dead letter.</summary>
    [Fact]
    public void Dead_letter_during_a_wait_does_not_move_the_next_attempt()
    {
        var target = new Told(() => Time.Elapsed);
        var future = Tx.AskWithRetry<string>(target, "question", Exact);
        Time.Advance(Ms * 1050);

        Sys.DeadLetters.Tell("question", target.Last);
        Time.Advance(Ms * 200);

        Assert.Equal([0, 1100], target.Times.Select(static time => time.TotalMilliseconds));
        Assert.False(future.IsCalled);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Failure_reply_that_RetryOn_decides_about_is_no_dead_letter(object failure)
    {
        var target = new Told();
        var future = Tx.AskWithRetry<string>(target, "question", With(retryOn: static _ => false));

        target.Last.Tell(failure);

        Assert.IsType<FormatException>(ErrorOf(future));
        Assert.Empty(DeadLetters);
    }

    [Fact]
    public void Options_out_of_range_throw_and_name_option_value_and_rule()
    {
        var target = new Told();
        foreach (var (options, name) in new (AskRetryOptions, string)[]
        {
            (new() { Timeout = TimeSpan.Zero }, "Timeout"),
            (new() { Timeout = TimeSpan.MaxValue }, "Timeout"),
            (new() { AttemptTimeout = Ms * -2 }, "AttemptTimeout"),
            (new() { MaxAttempts = 0 }, "MaxAttempts"),
            (new() { MinBackoff = TimeSpan.Zero }, "MinBackoff"),
            (new() { MinBackoff = Second, MaxBackoff = Ms }, "MaxBackoff"),
            (new() { MaxBackoff = TimeSpan.MaxValue }, "MaxBackoff"),
            (new() { Jitter = -0.1 }, "Jitter"),
            (new() { Jitter = double.NaN }, "Jitter"),
        })
        {
            var thrown = Assert.Throws<ArgumentOutOfRangeException>(
                () => Tx.AskWithRetry<string>(target, "question", options));
            Assert.StartsWith($"AskRetryOptions.{name} must be ", thrown.Message);
            Assert.Equal("options", thrown.ParamName);
            Assert.NotNull(thrown.ActualValue);
        }

        Assert.Throws<ArgumentNullException>(() => Tx.AskWithRetry<string>((ICanTell)null!, "question"));
        Assert.Throws<ArgumentNullException>(() => Tx.AskWithRetry<string>((Func<ICanTell?>)null!, "question"));
        Assert.Throws<ArgumentNullException>(() => Tx.AskWithRetry<string>(target, null!));
        Assert.Empty(target.Senders);
        NothingLeft();
    }

    [Fact]
    public void Options_at_the_ends_of_their_ranges_are_taken()
    {
        var (target, longest) = (new Told(), TimeSpan.FromDays(36_500));

        foreach (var options in new AskRetryOptions[]
        {
            new() { Timeout = longest, AttemptTimeout = longest, MinBackoff = longest, MaxBackoff = longest },
            new() { MaxAttempts = 1, Jitter = 1 },
            new() { Jitter = 0 },
        })
        {
            Tx.AskWithRetry<string>(target, "question", options).Cancel();
        }

        Assert.Equal(3, target.Senders.Count);
        NothingLeft();
    }
}
