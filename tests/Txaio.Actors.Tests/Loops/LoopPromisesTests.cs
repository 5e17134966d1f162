using Akka.Actor;
using Txaio.Actors.Loops.ByMessage;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The loop's list of promises made by message, for each actor that requested them.</summary>
public sealed class LoopPromisesTests : TxaioTestKit
{
    private readonly LoopPromises _promises = new();

    [Fact]
    public void Asker_is_watched_from_its_first_promise_until_its_last_completes()
    {
        var (asker, first, second) = (TestActor, CreateTestProbe().Ref, CreateTestProbe().Ref);

        Assert.True(_promises.Add(asker, first));
        Assert.False(_promises.Add(asker, second));
        Assert.False(_promises.RemoveCompleted(asker, second));
        Assert.False(_promises.RemoveCompleted(asker, second));
        Assert.True(_promises.RemoveCompleted(asker, first));
        Assert.True(_promises.Add(asker, first));
    }

    [Fact]
    public void RemoveAll_returns_the_pending_promises_of_the_asker()
    {
        var (first, second, other) = (CreateTestProbe().Ref, CreateTestProbe().Ref, CreateTestProbe().Ref);
        _promises.Add(TestActor, first);
        _promises.Add(TestActor, second);
        _promises.Add(other, other);
        _promises.RemoveCompleted(TestActor, first);

        Assert.Equal([second], _promises.RemoveAll(TestActor));
        Assert.Empty(_promises.RemoveAll(TestActor));
        Assert.False(_promises.RemoveCompleted(TestActor, second));
        Assert.Equal([other], _promises.RemoveAll(other));
    }
}
