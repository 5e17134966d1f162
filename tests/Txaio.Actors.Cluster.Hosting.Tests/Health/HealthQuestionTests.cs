using Akka.Actor;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Cluster.Hosting.Tests.Health;

/// <summary>A question and its limit, in virtual time.</summary>
public sealed class HealthQuestionTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly VirtualTime _time = VirtualTime.Create("akka { loggers = [], stdout-loglevel = OFF }");
    private readonly Queue<TaskCompletionSource> _asked = new();
    private readonly HealthQuestion _question;

    public HealthQuestionTests() => _question = new HealthQuestion("the store cannot be read", "the store has not replied", () =>
    {
        _asked.Enqueue(new TaskCompletionSource());
        return _asked.Last().Task;
    });

    private IScheduler Scheduler => TxaioExtension.Get(_time.System).Scheduler;

    [Fact]
    public async Task AskAsync_returns_nothing_when_the_reply_comes_within_the_limit()
    {
        var check = Ask();
        _time.Advance(Limit - TimeSpan.FromMilliseconds(1));
        Assert.False(check.IsCompleted);

        _asked.Peek().SetResult();

        Assert.Null(await check);
    }

    [Fact]
    public async Task AskAsync_says_the_missing_reply_at_the_limit()
    {
        var check = Ask();
        _time.Advance(Limit);

        Assert.Equal("the store has not replied for 10.0 s", await check);
    }

    [Fact]
    public async Task AskAsync_asks_once_while_there_is_no_reply()
    {
        var first = Ask();
        _time.Advance(Limit);
        Assert.Equal("the store has not replied for 10.0 s", await first);
        _time.Advance(Limit * 2);

        var later = Ask();
        Assert.Single(_asked);
        _time.Advance(Limit / 10 - TimeSpan.FromMilliseconds(1));
        Assert.False(later.IsCompleted, "A later check gives the reply some time.");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("the store has not replied for 31.0 s", await later);
    }

    [Fact]
    public async Task AskAsync_asks_again_after_a_reply_that_came_late()
    {
        var first = Ask();
        _time.Advance(Limit);
        Assert.NotNull(await first);
        var late = Ask();
        _asked.Dequeue().SetResult();
        Assert.Null(await late);

        var again = Ask();
        _asked.Dequeue().SetResult();
        Assert.Null(await again);
    }

    [Fact]
    public async Task AskAsync_says_the_innermost_cause_in_one_line_and_asks_again()
    {
        var check = Ask();
        _asked.Dequeue().SetException(new InvalidOperationException("outside", new IOException("disk\nfull")));
        Assert.Equal("the store cannot be read: IOException: disk\\nfull", await check);

        var again = Ask();
        _asked.Dequeue().SetResult();
        Assert.Null(await again);
    }

    [Fact]
    public async Task AskAsync_of_a_question_that_throws_at_once_says_its_cause()
    {
        var question = new HealthQuestion("it fails", "it is silent", static () => throw new IOException("closed"));

        Assert.Equal("it fails: IOException: closed", await question.AskAsync(Scheduler, Limit, default));
    }

    [Fact]
    public async Task AskAsync_that_is_cancelled_leaves_the_question_to_later_checks()
    {
        using var end = new CancellationTokenSource();
        var cancelled = _question.AskAsync(Scheduler, Limit, end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var later = Ask();
        Assert.Single(_asked);
        _asked.Peek().SetResult();
        Assert.Null(await later);
        _time.ExpectNothingPending();
    }

    public void Dispose() => _time.Dispose();

    private Task<string?> Ask() => _question.AskAsync(Scheduler, Limit, default);
}
