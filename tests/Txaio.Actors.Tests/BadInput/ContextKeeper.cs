using System.Collections.Concurrent;
using Akka.Actor;

namespace Txaio.Actors.Tests.BadInput;

/// <summary>An actor that hands out itself and its context, which no correct program does.</summary>
internal sealed class ContextKeeper : UntypedActor, IWithTimers
{
    public static ConcurrentDictionary<ActorPath, IActorContext> Contexts { get; } = new();

    public static ConcurrentDictionary<ActorPath, ContextKeeper> Actors { get; } = new();

    public static ConcurrentDictionary<ActorPath, ActorTimers> Clocks { get; } = new();

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void OnReceive(object message)
    {
        if (message is not ITxaio txaio)
            return;
        Contexts[Self.Path] = Context;
        Clocks[Self.Path] = txaio.MakeActorTimers(this);
        Actors[Self.Path] = this;
    }
}
