using Akka.Actor;
using Txaio.Actors.Cluster.Guarding;

namespace Txaio.Actors.Cluster;

/// <summary>
/// An actor by its path. The path is looked up at each delivery, so an actor that was started again at the same path
/// receives the call. Not from txaio.
/// </summary>
/// <remarks>
/// A path without host and port is completed with those of the node that schedules the call. A system without
/// Akka.Remote has none; then the path means this actor system on the node that delivers.
/// </remarks>
public sealed record ActorTarget : CallTarget
{
    /// <summary>Creates the target from a path.</summary>
    /// <param name="path">
    /// An absolute path with its system, such as <c>akka://app/user/orders</c> or
    /// <c>akka.tcp://app@host:4053/user/orders</c>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The text is no such path, or the path of a temporary actor, such as the sender of an Ask.
    /// </exception>
    public ActorTarget(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!ActorPath.TryParse(path, out var parsed))
        {
            throw new ArgumentException(
                $"'{BoundedLog.OneLine(path)}' is not an absolute actor path, such as "
                + "akka://system/user/name.",
                nameof(path));
        }

        Parsed = Checked(parsed, nameof(path));
        Path = parsed.ToString();
    }

    /// <summary>Creates the target from an actor's present path.</summary>
    /// <param name="actor">The actor, on any node. Only its path is kept, not its incarnation.</param>
    /// <exception cref="ArgumentException">The actor is temporary, such as the sender of an Ask.</exception>
    public ActorTarget(IActorRef actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        Parsed = Checked(actor.Path, nameof(actor));
        Path = Parsed.ToString();
    }

    /// <summary>The absolute path, without the number of an incarnation.</summary>
    public string Path { get; }

    /// <summary>The path, kept because parsing is slow and one target serves many calls.</summary>
    internal ActorPath Parsed { get; }

    /// <summary>The path.</summary>
    /// <returns>The path.</returns>
    public override string ToString() => Path;

    private static ActorPath Checked(ActorPath path, string argument) =>
        path.Elements is ["temp", ..]
            ? throw new ArgumentException(
                $"{BoundedLog.OneLine(path.ToString())} is a temporary actor, which ends before a durable call "
                + "may be due.",
                argument)
            : path;
}
