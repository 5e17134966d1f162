using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Txaio.Actors.Guarding;

/// <summary>Warns of messages that actors of the library refuse.</summary>
internal sealed class Refusals
{
    private const int LongestAddress = 128;

    private static readonly ConditionalWeakTable<ActorSystem, Refusals> All = [];

    private readonly WireReports _reports;

    private Refusals(ActorSystem system) => _reports = new WireReports(
        system, static text => new Warning(nameof(Txaio), typeof(Refusals), text));

    /// <summary>The reports of an actor system.</summary>
    public static Refusals Of(ActorSystem system) => All.GetValue(system, static system => new Refusals(system));

    /// <summary>Reports a refused message. Any thread.</summary>
    /// <param name="type">The type of the message.</param>
    /// <param name="actor">The actor that refused it.</param>
    /// <param name="sender">The address in the sender's path; used when the connection is not known.</param>
    /// <param name="reason">The reason of the refusal; null for the reason that follows from the type.</param>
    public void Report(Type type, IActorRef actor, Address sender, string? reason = null)
    {
        var address = SendingNode.Here.Text
            ?? (sender.HasLocalScope ? "an unknown address" : sender.ToString());
        var ends = type == typeof(PoisonPill) || type == typeof(Kill) || type == typeof(Failed);
        reason ??= ends || ControlMessages.IsStopChild(type)
            ? "a message does not end actors of the library"
            : "it was not made by this process";
        _reports.Report(
            address.Length <= LongestAddress ? address : address[..LongestAddress] + "...",
            type.Name,
            $"A {type.Name} to {actor.Path.ToStringWithoutAddress()} was refused: {reason}");
    }
}
