using Akka.Actor;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Our Ask.</summary>
internal class TxaioAsker(ITxaio txaio, ICanTell target, TimeSpan timeout, string name = "txaio.Ask") : Asker(name)
{
    public override async Task AskAsync(int count)
    {
        for (var i = 0; i < count; i++)
            Check(await txaio.Ask<object>(target, Question, timeout));
    }
}

/// <summary>Our Ask, from code that runs on a loop.</summary>
internal sealed class TxaioAskerOnLoop(ITxaio txaio, ICanTell target, TimeSpan timeout)
    : TxaioAsker(txaio, target, timeout, "txaio.Ask on a loop")
{
    private readonly ITxaio _txaio = txaio;

    protected override Task Start(int count) => _txaio.Loop.RunAsync(() => AskAsync(count));
}
