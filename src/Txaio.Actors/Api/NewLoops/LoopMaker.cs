using Akka.Actor;
using Akka.Configuration.Hocon;
using Akka.Dispatch;
using Txaio.Actors.Api.Bound;
using Txaio.Actors.Configuration;
using Txaio.Actors.Guarding;
using Txaio.Actors.Loops.Closing;
using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Api.NewLoops;

/// <summary>Makes loops while the actor system runs, and begins to close a disposed loop. Any thread.</summary>
/// <param name="extension">The extension of the actor system.</param>
/// <param name="table">The loops of the actor system, by name.</param>
internal sealed class LoopMaker(TxaioExtension extension, LoopTable table)
{
    // Completes when the parent of the loops' actors has stopped. All its children have stopped by then.
    private readonly TaskCompletionSource _allGone = new();
    private IActorRef _parent = ActorRefs.Nobody;

    private ExtendedActorSystem System => extension.System;

    /// <summary>Makes the actor that is the parent of the loops' actors.</summary>
    public LoopsActor MakeParent() =>
        new(table.Loops, extension.Scheduler, extension.Settings.ShutdownTimeout, _allGone);

    /// <summary>Sets the ref of the loops' parent. Called before <c>Make</c>.</summary>
    public void SetParent(IActorRef parent) => _parent = parent;

    /// <summary>Makes a loop, and starts its actor.</summary>
    /// <param name="name">The loop's name.</param>
    /// <param name="section">The loop's settings.</param>
    public EventLoop Make(string name, HoconObject section)
    {
        if (!SettingsNames.IsName(name))
        {
            throw new InvalidActorNameException(
                $"'{HoconValues.OneLine(name)}' cannot be a loop: {SettingsNames.Allowed}.");
        }

        var settings = TxaioSettingsReader.ReadLoop(System.Settings.Config, name, section, out var read);
        var dispatcher = DispatcherOf(ref settings, read);
        if (!table.TryReserve(name))
            throw table.Refuses ? Ending(name, cause: null) : InUse(name);
        // The actor starts before the loop enters the table, so no other thread finds a loop without an actor.
        var api = new TxaioApi(extension, extension.MakeLoop(
            settings,
            dispatcher,
            new LoopDisposal(dispatcher as LoopDispatcher, BeginClosing, _allGone.Task)));
        Start(api.Loop);
        if (table.TryAdd(api))
            return api.Loop;
        // The parent may have begun to stop before it had this child. A stopping parent does not stop a later child.
        ((IInternalActorRef)api.Loop.Ref).Stop();
        throw Ending(name, cause: null);
    }

    // In virtual time, a loop with a dispatcher of its own runs on the default loop's dispatcher instead: one thread
    // runs both loops.
    private MessageDispatcher? DispatcherOf(ref LoopSettings settings, SettingsSection section)
    {
        if (System.Scheduler is not IDrivenScheduler || !LoopDispatchers.IsOwn(section))
            return LoopDispatchers.MakeOwn(
                System.Dispatchers, extension.Scheduler, section, settings.Dispatcher);
        settings = settings with { Dispatcher = extension.Settings.Loops[LoopDispatchers.DefaultSection].Dispatcher };
        return null;
    }

    private void Start(EventLoop loop)
    {
        try
        {
            LoopsActor.Start(_parent, loop);
        }
        catch (Exception e)
        {
            table.Release(loop.Name);
            throw e switch
            {
                InvalidActorNameException => new InvalidActorNameException(
                    $"Loop '{loop.Name}' is closing: its name is free when the callback that runs on it has returned.", e),
                InvalidOperationException => Ending(loop.Name, e),
                _ => new InvalidOperationException($"The actor of loop '{loop.Name}' could not be started.", e),
            };
        }
    }

    private void BeginClosing(EventLoop loop)
    {
        loop.RefuseNewWork();
        extension.TimerHost.CloseTimersOf(loop);
        _parent.Tell(OwnMessage.Sign(new LoopsActor.Close(loop)), ActorRefs.NoSender);
    }

    private static InvalidActorNameException InUse(string name) =>
        new($"There is a loop '{name}' already: take another name, or dispose that loop first.");

    private LoopTerminatedException Ending(string name, Exception? cause) => new(
        name,
        table.Refuses
            ? $"Actor system '{System.Name}' ends: loop '{HoconValues.OneLine(name)}' cannot be made in it."
            : $"{_parent.Path.ToStringWithoutAddress()} was stopped: loop '{name}' cannot be made.",
        cause);
}
