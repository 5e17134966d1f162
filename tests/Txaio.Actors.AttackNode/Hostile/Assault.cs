using Akka.Actor;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>Sends messages to actors of a victim, each in the name of several senders.</summary>
public sealed class Assault
{
    private readonly string _victim;
    private readonly IReadOnlyList<IActorRef?> _senders;
    private readonly HashSet<string> _kinds = [];

    /// <param name="system">The hostile node.</param>
    /// <param name="victim">The address of the victim.</param>
    /// <param name="paths">Paths of the victim's actors, or whole refs.</param>
    public Assault(ExtendedActorSystem system, string victim, IEnumerable<string> paths)
    {
        (System, _victim) = (system, victim);
        Targets = [.. paths.Select(path => RefOf(path.StartsWith('/') ? victim + path : path))];
        Own = RefOf($"{system.Provider.DefaultAddress}/user/nobody");
        _senders =
        [
            ActorRefs.NoSender,
            Own,
            // The victim's own actors: senders are forged with ease.
            RefOf($"{victim}/system/txaio"),
            RefOf($"{victim}/system"),
        ];
    }

    /// <summary>The hostile node.</summary>
    public ExtendedActorSystem System { get; }

    /// <summary>The actors that are attacked.</summary>
    public IReadOnlyList<IInternalActorRef> Targets { get; }

    /// <summary>A ref of the hostile node.</summary>
    public IInternalActorRef Own { get; }

    /// <summary>An actor of the victim that is part of many messages.</summary>
    public IInternalActorRef Loop => RefOf($"{_victim}/system/txaio/loops/default");

    /// <summary>How many messages were sent.</summary>
    public int Count { get; private set; }

    /// <summary>How many kinds of messages were sent.</summary>
    public int Kinds => _kinds.Count;

    /// <summary>The ref of a path that begins with an address, or of a path on the victim.</summary>
    /// <param name="path">The path.</param>
    public IInternalActorRef RefOf(string path) => (IInternalActorRef)System.Provider.ResolveActorRef(
        path.StartsWith('/') ? _victim + path : path);

    /// <summary>Sends a message to every target in the name of every sender.</summary>
    /// <param name="kind">The kind of message.</param>
    /// <param name="message">The message.</param>
    public void ToAll(string kind, object message)
    {
        foreach (var target in Targets)
        {
            foreach (var sender in _senders)
                To(target, kind, message, sender);
        }
    }

    /// <summary>Sends a message to every target, without a sender.</summary>
    /// <param name="kind">The kind of message.</param>
    /// <param name="message">The message.</param>
    public void Once(string kind, object message)
    {
        foreach (var target in Targets)
            To(target, kind, message, ActorRefs.NoSender);
    }

    /// <summary>Sends a message.</summary>
    /// <param name="target">The target.</param>
    /// <param name="kind">The kind of message.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">The sender.</param>
    public void To(IActorRef target, string kind, object message, IActorRef? sender)
    {
        _kinds.Add(kind);
        Count++;
        target.Tell(message, sender);
    }

    /// <summary>Sends a system message to a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="message">The message.</param>
    public void Control(IInternalActorRef target, Akka.Dispatch.SysMsg.ISystemMessage message)
    {
        _kinds.Add(message.GetType().Name);
        Count++;
        target.SendSystemMessage(message);
    }

    /// <summary>Waits until the victim has received everything: messages of one connection keep their order.</summary>
    /// <param name="limit">The longest wait.</param>
    public async Task Arrived(TimeSpan limit)
    {
        if (await RefOf("/user/agent").Ask<int>(new Square(5), limit) != 25)
            throw new InvalidOperationException("The victim does not compute.");
    }
}
