using Akka.Actor;

namespace Txaio.Actors.Remote.Tests.Clusters;

/// <summary>Questions to entities that move to another node while they are asked.</summary>
public sealed class AskOverMoveTests : ClusterTestKit
{
    private static readonly AskRetryOptions Retries = new()
    {
        Timeout = Limit,
        AttemptTimeout = TimeSpan.FromMilliseconds(500),
        MinBackoff = TimeSpan.FromMilliseconds(50),
        MaxBackoff = TimeSpan.FromMilliseconds(500),
    };

    [Fact]
    public async Task Entity_of_a_node_that_crashed_is_asked_again_until_another_node_has_it()
    {
        var (dead, alive) = await NodesOf("one");
        await Crash(dead);
        var attempts = 0;
        var isRetried = new TaskCompletionSource();
        var asked = Txaio.AskWithRetry<Answer>(
            () =>
            {
                if (++attempts == 3)
                    isRetried.SetResult();
                return Region;
            },
            new Question("one", 1),
            Retries);
        await isRetried.Task.WaitAsync(Limit);
        Assert.False(asked.IsCalled);

        Down(dead);

        var answer = await asked.AsTask().WaitAsync(Limit);
        Assert.Equal(AddressOf(alive), answer.Node);
        Assert.Equal(1, answer.Number);
    }

    [Fact]
    public async Task Entities_of_a_node_that_leaves_reply_to_every_question_without_a_hot_loop()
    {
        var (leaving, staying) = await NodesOf("one");
        var entities = Enumerable.Range(0, 50).Select(static i => $"entity-{i}").ToList();
        await Task.WhenAll(entities.Select(static (entity, _) => entity).Select(NodesOf));
        var attempts = 0;
        var start = Txaio.Loop.Time;

        var left = Leave(leaving);
        var number = 0;
        while (!left.IsCompleted)
        {
            number++;
            var asked = entities.ConvertAll(entity => Txaio.AskWithRetry<Answer>(
                () =>
                {
                    Interlocked.Increment(ref attempts);
                    return Region;
                },
                new Question(entity, number),
                Retries));
            foreach (var future in asked)
                Assert.Equal(number, (await future.AsTask().WaitAsync(Limit)).Number);
        }

        await left;
        foreach (var entity in entities)
            Assert.Equal((staying, leaving), await NodesOf(entity));
        // A question takes at most one attempt, and one more for each wait in the time that the move took.
        var most = (number * entities.Count) + (entities.Count * ((Txaio.Loop.Time - start) / Retries.MinBackoff));
        Assert.InRange(attempts, number * entities.Count, most);
    }

    [Fact]
    public async Task Entity_that_is_asked_again_sees_the_same_sender()
    {
        await NodesOf("one");

        var answer = await Txaio.AskWithRetry<Answer>(Region, new Question("one", 1, IgnoredTimes: 2), Retries);

        Assert.Equal((3, 1), (answer.Times, answer.Senders));
    }

    [Fact]
    public async Task Cancel_ends_the_attempts_while_no_node_has_the_entity()
    {
        await NodesOf("one");
        await Task.WhenAll(Crash(A), Crash(B));
        var attempts = 0;
        var isRetried = new TaskCompletionSource();
        var asked = Txaio.AskWithRetry<Answer>(
            () =>
            {
                if (++attempts == 3)
                    isRetried.SetResult();
                return Region;
            },
            new Question("one", 1),
            Retries);
        await isRetried.Task.WaitAsync(Limit);

        asked.Cancel("enough");

        await Assert.ThrowsAsync<FutureCancelledException>(() => asked.AsTask().WaitAsync(Limit));
        var before = attempts;
        await Txaio.Sleep(Retries.MaxBackoff * 3);
        Assert.Equal(before, attempts);
    }
}
