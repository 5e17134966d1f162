using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Txaio.Actors;

namespace GenericHost;

/// <summary>Requests run on Kestrel's threads; code that must run on a loop is passed to the loop.</summary>
internal static class Where
{
    public static async Task<string> Get(
        ITxaio main, [FromKeyedServices("io")] ITxaio io, IRequiredActor<EventLoop> mainActor)
    {
        var onMain = await main.Loop.RunAsync(static () => $"{EventLoop.Current}");
        var onIo = await io.Loop.RunAsync(static () => $"{EventLoop.Current}");
        return $"{onMain}, {mainActor.ActorRef.Path}\n{onIo}\n";
    }
}
