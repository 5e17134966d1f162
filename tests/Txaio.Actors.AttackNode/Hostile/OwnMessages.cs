using System.Reflection;
using Akka.Actor;
using Akka.Serialization;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Messages;
using Txaio.Actors.Serialization;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>Messages in the formats of the library's serializers: each manifest that the serializers know.</summary>
public static class OwnMessages
{
    /// <summary>The messages.</summary>
    /// <param name="system">The system that writes them.</param>
    /// <param name="victim">A ref of the victim, which is part of messages.</param>
    /// <param name="own">A ref of the hostile node.</param>
    public static IReadOnlyList<Rogue> All(ExtendedActorSystem system, IActorRef victim, IActorRef own) =>
        Akka.Serialization.Serialization.WithTransport(system, () => Written(system, victim, own));

    /// <summary>A message of the library in bytes, with the address of this node in the refs of its own actors.</summary>
    /// <param name="system">The system that writes it.</param>
    /// <param name="message">The message.</param>
    public static Rogue Of(ExtendedActorSystem system, object message)
    {
        var serializer = new TxaioMessageSerializer(system);
        return Akka.Serialization.Serialization.WithTransport(
            system, () => new Rogue(serializer.Manifest(message), serializer.ToBinary(message)));
    }

    /// <summary>The ref of an actor at an address that no transport of the victim reaches.</summary>
    /// <param name="system">The system that writes it.</param>
    /// <param name="number">Makes the address another one.</param>
    public static IActorRef Unreachable(ExtendedActorSystem system, int number) => new ForgedRef(
        system.Provider, $"{(number % 2 == 0 ? "akka" : "akka.other")}://hostile{number}@127.0.0.1:1/user/x");

    private static List<Rogue> Written(ExtendedActorSystem system, IActorRef victim, IActorRef own)
    {
        var serializer = new TxaioMessageSerializer(system);
        var durable = new DurableTimerSerializer(system);
        var forms = new JsonForms(system, victim);
        var filled = MessageTypes.Own.Select(forms.Filled).ToList();
        var unreachable = Enumerable.Range(0, 20).SelectMany(number => WithRef(Unreachable(system, number)));
        return
        [
            .. Samples(victim, own).Concat(unreachable).Concat(filled).SelectMany(message =>
                Written(serializer, message, static (manifest, bytes) => new Rogue(manifest, bytes))),
            .. DurableMessages.All(victim).Concat(UnreachableTargets(system)).Concat(filled).SelectMany(message =>
                Written(durable, message, static (manifest, bytes) => new DurableRogue(manifest, bytes))),
            .. ManifestsOf(typeof(TxaioMessageSerializer)).SelectMany(static manifest =>
                Broken.Select(bytes => new Rogue(manifest, bytes))),
            .. ManifestsOf(typeof(DurableTimerSerializer)).SelectMany(static manifest =>
                Broken.Select(bytes => new DurableRogue(manifest, bytes))),
            // Its other form has no bytes.
            new Rogue("create-future/1", "\n\u003700-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            // A node sends these two within other messages only.
            Rogue.Failure("failure/1"),
            Rogue.Failure("status-failure/1"),
        ];
    }

    /// <summary>The manifests that a serializer knows.</summary>
    /// <param name="serializer">The serializer.</param>
    public static IEnumerable<string> ManifestsOf(Type serializer) =>
        serializer.Assembly.GetType($"{serializer.Namespace}.WireManifest")!
            .GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetValue(null)!);

    // No bytes, which is a message with all parts missing, and bytes that are no message.
    private static readonly byte[][] Broken = [[], [0xFF, 0xFF, 0xFF], [.. Enumerable.Repeat((byte)'[', 1_000)]];

    // An object that a serializer does not know, or cannot write, is no message of the serializer.
    private static IEnumerable<Rogue> Written(
        SerializerWithStringManifest serializer, object message, Func<string, byte[], Rogue> make)
    {
        try
        {
            return [make(serializer.Manifest(message), serializer.ToBinary(message))];
        }
        catch (Exception)
        {
            return [];
        }
    }

    private static IEnumerable<object> WithRef(IActorRef actor) =>
    [
        new Subscribe(actor), new FutureCreated(actor), new FutureResolved(actor, 1),
        new FutureRejected(actor, new InvalidOperationException("of a hostile node")),
        new CallLater(TimeSpan.Zero, actor, "hostile"),
    ];

    private static IEnumerable<object> UnreachableTargets(ExtendedActorSystem system) =>
        Enumerable.Range(0, 20).Select(number => DurableMessages.Batch(
            number % 2, $"unreachable-{number}", Unreachable(system, number).Path.ToString()));

    private static IEnumerable<object> Samples(IActorRef victim, IActorRef own)
    {
        var failure = new InvalidOperationException("of a hostile node");
        object[] controls = [PoisonPill.Instance, Kill.Instance, new Identify(1), new CancelCall(1)];
        return
        [
            new Resolve(1), new Resolve(null), new Resolve(failure), new Resolve(new Status.Failure(failure)),
            new Reject(failure), new Cancel(), new Cancel("by a hostile node"), new Cancel(failure),
            new Subscribe(own), new Subscribe(victim), new FutureResolved(victim, 1), new FutureRejected(own, failure),
            CreateFuture.Instance, new FutureCreated(victim), new FutureCreated(own),
            new CallScheduled(1), new CancelCall(1), new CallCancelled(1, true),
            .. new[] { TimeSpan.MinValue, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.MaxValue }
                .Select(delay => new CallLater(delay, victim, "hostile")),
            .. controls.Select(control => new CallLater(TimeSpan.Zero, victim, control)),
            .. controls.Select(control => new Resolve(control)),
            new CallLater(TimeSpan.Zero, victim, new CallLater(TimeSpan.Zero, victim, PoisonPill.Instance)),
            new CallLater(TimeSpan.Zero, victim, new Subscribe(victim)),
        ];
    }
}
