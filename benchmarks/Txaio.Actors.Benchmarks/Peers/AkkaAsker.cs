using Akka.Actor;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>Akka's Ask.</summary>
internal sealed class AkkaAsker(ICanTell target, TimeSpan timeout) : Asker("Akka's Ask")
{
    public override async Task AskAsync(int count)
    {
        for (var i = 0; i < count; i++)
            Check(await target.Ask<object>(Question, timeout));
    }
}
