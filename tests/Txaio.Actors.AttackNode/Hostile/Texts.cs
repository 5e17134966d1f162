using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>Names and texts that would forge a line or control a terminal.</summary>
public static class Texts
{
    /// <summary>Begins a line that looks like one of the log.</summary>
    public const string Forged = "2016-01-21T01:02:03+0100 forged";

    /// <summary>Such a text: each line end and an escape, each before the forged line.</summary>
    public const string Hostile =
        $"a\n{Forged}\r{Forged}\u0085{Forged}\u2028{Forged}\u001b[2J\u009b2J\u202e\ud800\0z";

    /// <summary>
    /// Sends such texts in the places of a message that the library reads. Each part is for a node of its own: the
    /// library logs only one line a second for each node.
    /// </summary>
    public static IReadOnlyList<Action<Assault>> Own { get; } =
    [
        InMessages,
        static assault => assault.Once("manifest", new Rogue(Hostile, "x")),
        static assault => assault.Once("bytes", new Rogue("resolve/1", Hostile)),
        static assault => assault.Once("nested manifest", Rogue.Payload(8471, Hostile, [])),
        static assault => assault.Once("nested type", Rogue.Payload(1, $"{Hostile}, {Hostile}", [])),
        static assault => assault.Once("type of a failure", Rogue.Failure("reject/1", Hostile)),
    ];

    /// <summary>Sends such texts in every place of a message in which the wire has a text.</summary>
    public static IReadOnlyList<Action<Assault>> All { get; } =
    [
        .. Own,
        static assault => assault.Once("durable manifest", new DurableRogue(Hostile, [1])),
        Senders,
        Akkas,
    ];

    private static void InMessages(Assault assault)
    {
        var failure = new InvalidOperationException(Hostile);
        // An actor's path, of a loop, a promise and a timer that do not exist.
        var named = Named(assault);
        foreach (var message in new object[]
        {
            new Reject(failure), new Cancel(Hostile), new Cancel(failure), new Resolve(Hostile), new Resolve(failure),
            new CallLater(TimeSpan.Zero, named, Hostile), new Subscribe(named), new FutureCreated(named),
            new FutureResolved(named, Hostile), new FutureRejected(named, failure),
        })
        {
            assault.ToAll("text", OwnMessages.Of(assault.System, message));
        }
    }

    // A sender on a node with such a name.
    private static void Senders(Assault assault)
    {
        var node = new Address("akka.tcp", "x\n\u001b[2J" + Forged, "127.0.0.1", 1);
        var sender = new ForgedRef(assault.System.Provider, new RootActorPath(node) / "user" / "x");
        var forged = new Json(JsonForms.Bare(MessageTypes.Own.First(static type => type.Name == "Wake")));
        var request = OwnMessages.Of(assault.System, new CancelCall(1));
        foreach (var target in assault.Targets)
        {
            assault.To(target, "sender", forged, sender);
            assault.To(target, "sender", request, sender);
        }
    }

    private static void Akkas(Assault assault)
    {
        var named = Named(assault);
        assault.Once("message of Akka", new Status.Failure(new InvalidOperationException(Hostile)));
        assault.To(named, "text", Hostile, named);
        assault.To(named, "poison", PoisonPill.Instance, named);
    }

    private static IInternalActorRef Named(Assault assault) =>
        assault.RefOf($"/system/txaio/loops/{Uri.EscapeDataString("x\n\u001b[2J" + Forged)}");
}
