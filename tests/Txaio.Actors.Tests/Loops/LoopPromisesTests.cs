using Akka.Actor;
using Txaio.Actors.Loops.ByMessage;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The promises of each asking actor.</summary>
public sealed class LoopPromisesTests : TxaioTestKit
{
    private readonly LoopPromises _promises = new();

    [Fact]
    public void Asker_is_watched_from_its_first_promise_until_its_last_completes()
    {
        var (asker, first, second) = (TestActor, CreateTestProbe().Ref, CreateTestProbe().Ref);

        Assert.True(_promises.Add(asker, first));
        Assert.False(_promises.Add(asker, second));
        Assert.False(_promises.Done(asker, second));
        Assert.False(_promises.Done(asker, second));
        Assert.True(_promises.Done(asker, first));
        Assert.True(_promises.Add(asker, first));
    }

    [Fact]
    public void Forget_returns_the_pending_promises_of_the_asker()
    {
        var (first, second, other) = (CreateTestProbe().Ref, CreateTestProbe().Ref, CreateTestProbe().Ref);
        _promises.Add(TestActor, first);
        _promises.Add(TestActor, second);
        _promises.Add(other, other);
        _promises.Done(TestActor, first);

        Assert.Equal([second], _promises.Forget(TestActor));
        Assert.Empty(_promises.Forget(TestActor));
        Assert.False(_promises.Done(TestActor, second));
        Assert.Equal([other], _promises.Forget(other));
    }
}
