using Akka.Actor;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Our Ask.</summary>
internal sealed class TxaioAsker(ITxaio txaio, ICanTell target, TimeSpan timeout) : Asker("txaio.Ask")
{
    public override async Task AskAsync(int count)
    {
        for (var i = 0; i < count; i++)
            Check(await txaio.Ask<object>(target, Question, timeout));
    }
}
