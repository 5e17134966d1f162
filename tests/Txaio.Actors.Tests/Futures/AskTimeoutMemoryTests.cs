using Akka.Actor;

namespace Txaio.Actors.Tests.Futures;

/// <summary>The memory of Asks that time out. No other test runs at the same time.</summary>
[Collection(nameof(AskTimeoutMemoryTests))]
[CollectionDefinition(nameof(AskTimeoutMemoryTests), DisableParallelization = true)]
public sealed class AskTimeoutMemoryTests : FuturesTestKit
{
    private const int Million = 1_000_000;
    private static readonly Question TheQuestion = new();

    private int _timedOut;

    /// <summary>All of them are pending at once, to a target that never replies and keeps no question.</summary>
    [Fact]
    public void Million_Asks_that_time_out_leave_nothing() => Memory.Compare(() =>
    {
        var silent = Sys.ActorOf(Props.Create<Silent>().WithDispatcher(VirtualDispatcherId));
        AskAndTimeOut(silent, 1_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        AskAndTimeOut(silent, Million);

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 1_000_000);
        Assert.Equal(0, TxaioExtension.Get(Sys).AskTimers.PendingCalls);
        Assert.Equal(0, Tx.Loop.Dependents.Count);
        Assert.Equal(0, Tx.Loop.GetStatistics().Scheduled);
        Assert.False(HasPromises);
        Assert.Equal(0, KeptPromises);
        Assert.Empty(Unhandled);
        Assert.Empty(DeadLetters);
        Sys.Stop(silent);
        Time.RunUntilIdle();
    });

    private void AskAndTimeOut(IActorRef silent, int count)
    {
        _timedOut = 0;
        for (var i = 0; i < count; i++)
        {
            Tx.Ask<int>(silent, TheQuestion, Second * (1 + (i % 30)))
                .AddCallbacks(null, failure => _timedOut += failure.Value is AskTimeoutException ? 1 : 0);
        }

        Time.Advance(Second * 31);
        Assert.Equal(count, _timedOut);
    }

    private sealed class Question : INoSerializationVerificationNeeded;

    private sealed class Silent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
