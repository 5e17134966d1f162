using System.Reflection;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Routing;
using Txaio.Actors.AttackNode;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Attack.Tests.Forgeries;

/// <summary>This node sends a victim messages that only the victim's own actors and Akka may send.</summary>
public sealed class HostileMessagesTests() : RemoteTestKit(Json.Hocon)
{
    private static readonly string[] Paths =
        ["", "/loops", "/loops/default", "/timers", "/timers/shared", "/timers/keep"];

    public static TheoryData<bool> Untrusted => [false, true];

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Termination_hook_is_accepted_only_from_the_guardian_that_ends(bool untrusted)
    {
        var node = await StartVictim(untrusted);
        var victim = RefOf($"{node.Address}/system/txaio");

        victim.Tell(TerminationHook.Instance, TestActor);
        victim.Tell(TerminationHook.Instance, RefOf($"{node.Address}/system"));

        await AssertUnharmed(node);
        await node.WaitForLine(static line =>
            line.Contains("A TerminationHook to /system/txaio was refused", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Kill_and_PoisonPill_of_another_node_end_no_actor_of_the_library(bool untrusted)
    {
        var node = await StartVictim(untrusted);
        foreach (var path in Paths)
        {
            RefOf($"{node.Address}/system/txaio{path}").Tell(Kill.Instance, TestActor);
            RefOf($"{node.Address}/system/txaio{path}").Tell(PoisonPill.Instance, TestActor);
            foreach (var message in new object[] { Kill.Instance, PoisonPill.Instance })
                RefOf($"{node.Address}/system/txaio{path}").Tell(Scheduled(message), TestActor);
            Sys.ActorSelection($"{node.Address}/system/txaio{path}").Tell(PoisonPill.Instance);
            Sys.ActorSelection($"{node.Address}/system/txaio{path}/*").Tell(Kill.Instance);
        }

        await AssertUnharmed(node);
    }

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Kill_and_PoisonPill_that_this_process_passes_on_for_another_node_end_nothing(bool untrusted)
    {
        var node = await StartVictim(untrusted);
        var owners = new[] { "/loops/default", "/timers/shared", "/timers/keep" };
        foreach (var path in Paths)
        {
            var target = RefOf($"{node.Address}/system/txaio{path}");
            foreach (var message in new object[] { Kill.Instance, PoisonPill.Instance })
            {
                AgentOf(node).Tell(new Actors.RemoteNode.TellTo(target, message), TestActor);
                AgentOf(node).Tell(new Actors.RemoteNode.TellTo(target, Scheduled(message)), TestActor);
                Sys.ActorSelection($"{node.Address}/user").Tell(Selection(message, path));
                foreach (var owner in owners.Select(owner => RefOf($"{node.Address}/system/txaio{owner}")))
                {
                    foreach (var told in new[] { message, Scheduled(message), Selection(message, path) })
                    {
                        var call = new CallLater(TimeSpan.Zero, target, told);
                        owner.Tell(call, ActorRefs.NoSender);
                        owner.Tell(new CallLater(TimeSpan.Zero, owner, call), ActorRefs.NoSender);
                    }
                }
            }
        }

        await AssertUnharmed(node);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallLater_tells_no_control_message_for_another_node(bool batched)
    {
        var node = await StartVictim(untrusted: false);
        var owner = RefOf($"{node.Address}/system/txaio{(batched ? "/timers/shared" : "/loops/default")}");
        var promise = (IInternalActorRef)MakePromiseOn(node);
        var here = (IInternalActorRef)TestActor;
        foreach (var control in new object[]
        {
            new Watch(promise, here), new Unwatch(promise, here), new DeathWatchNotification(here, true, false),
            Selection("message", ""), Scheduled("message"), new Akka.Routing.Broadcast(PoisonPill.Instance),
            PoisonPill.Instance,
        })
        {
            owner.Tell(new CallLater(TimeSpan.Zero, promise, control), TestActor);
            var refusal = ExpectMsg<Status.Failure>(Limit, control.GetType().Name);
            Assert.Contains(control.GetType().Name, refusal.Cause.Message);
        }

        owner.Tell(new CallLater(TimeSpan.Zero, promise, new Akka.Routing.Broadcast("message")), TestActor);
        ExpectMsg<CallScheduled>(Limit);
        await AssertUnharmed(node);
    }

    [Fact]
    public async Task Loop_that_was_subscribed_for_another_node_keeps_no_promise()
    {
        const int Promises = 1_000;
        var node = await StartNode("txaio.futures.keep-completed = 0s");
        var loop = RefOf($"{node.Address}/system/txaio/loops/default");
        var value = new string('x', 20_000);
        var before = AssertWorks(node).Memory;

        for (var i = 0; i < Promises; i++)
        {
            var promise = MakePromiseOn(node);
            loop.Tell(new CallLater(TimeSpan.Zero, promise, new Subscribe(loop)), ActorRefs.NoSender);
            // This call is due after the first, so the subscription has arrived when the test gets this message.
            loop.Tell(new CallLater(TimeSpan.Zero, TestActor, "subscribed"), ActorRefs.NoSender);
            ExpectMsg("subscribed", Limit);
            promise.Tell(value);
        }

        await WaitUntilReached(AgentOf(node));
        // The values would take 40 MB, at two bytes a character.
        Assert.InRange(AssertWorks(node).Memory - before, long.MinValue, 15_000_000);
    }

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Failure_that_another_node_makes_up_stops_no_actor(bool untrusted)
    {
        var node = await StartVictim(untrusted);
        foreach (var path in (string[])["txaio", "txaio/loops", "txaio/loops/default", "txaio/timers/keep"])
        {
            RefOf($"{node.Address}/system/{path}").Tell(new Identify(path), TestActor);
            var child = ExpectMsg<ActorIdentity>(Limit).Subject;
            var parent = (IInternalActorRef)RefOf(child.Path.Parent.ToString());
            parent.SendSystemMessage(new Failed(child, new ActorKilledException("no"), child.Path.Uid));
        }

        await AssertUnharmed(node);
        await node.WaitForLine(static line => line.Contains("A Failed to /system/txaio", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watchers_without_number_are_not_kept()
    {
        var node = await StartVictim(untrusted: true);
        var before = AssertWorks(node).Memory;
        var loop = (IInternalActorRef)RefOf($"{node.Address}/system/txaio/loops/default");
        for (var i = 0; i < 15_000; i++)
        {
            // The test sends the message itself, because Akka's own watching names one watcher for a whole node.
            loop.Tell(new Watch(loop, (IInternalActorRef)RefOf($"{OwnAddress}/user/forged-{i}")), ActorRefs.NoSender);
        }

        await AssertUnharmed(node);
        Assert.InRange(AssertWorks(node).Memory - before, long.MinValue, 3_000_000);
    }

    [Fact]
    public async Task Node_whose_address_begins_as_that_of_another_does_not_watch_with_its_actors()
    {
        var node = await StartVictim(untrusted: false);
        var begin = new string('n', 128);
        using var first = ActorSystem.Create($"{begin}a", Sys.Settings.Config);
        using var second = ActorSystem.Create($"{begin}b", Sys.Settings.Config);
        var provider = ((ExtendedActorSystem)second).Provider;
        var loop = (IInternalActorRef)provider.ResolveActorRef($"{node.Address}/system/txaio/loops/default");
        var theirs = provider.ResolveActorRef($"{((ExtendedActorSystem)first).Provider.DefaultAddress}/user/x");

        loop.Tell(new Watch(loop, (IInternalActorRef)theirs), ActorRefs.NoSender);

        await node.WaitForLine(static line =>
            line.Contains("A Watch to /system/txaio/loops/default was refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Loop_can_still_be_watched_from_another_node()
    {
        var node = await StartVictim(untrusted: false);
        RefOf($"{node.Address}/system/txaio/loops/default").Tell(new Identify(1), TestActor);
        // The ref in the reply has the number of the actor. A ref made of a path has no number, and would not equal
        // the ref in the notice of the actor's end.
        var loop = ExpectMsg<ActorIdentity>().Subject;
        Watch(loop);

        AgentOf(node).Tell(new Actors.RemoteNode.Stop(loop), TestActor);

        // Actors of the same node may stop the loop, and the library reports the end.
        Assert.False(ExpectTerminated(loop, Limit).AddressTerminated);
        Assert.Contains("loop 'default' has ended", Examine(node).Stopped);
    }

    // Selects an actor of the library by a path that begins at an actor of the user.
    private static ActorSelectionMessage Selection(object message, string path) => new(
        message,
        [
            new SelectParent(),
            .. $"system/txaio{path}".Split('/').Select(static name => new SelectChildName(name)),
        ]);

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Guardian_of_the_system_stops_no_actor_of_the_library_by_a_message(bool untrusted)
    {
        var node = await StartVictim(untrusted);
        // A guardian also stops an actor that is not its child.
        foreach (var guardian in (string[])["system", "user"])
        {
            foreach (var actor in Paths.Select(static path => $"txaio{path}").Append("txaio-log-sink"))
            {
                RefOf($"{node.Address}/{guardian}")
                    .Tell(StopChild(RefOf($"{node.Address}/system/{actor}")), TestActor);
            }
        }

        await AssertUnharmed(node);
        await node.WaitForLine(static line =>
            line.Contains("A StopChild to /system/txaio was refused", StringComparison.Ordinal));
    }

    /// <summary>A user may pipe a value on. The next actor would take the value for a message of the victim.</summary>
    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Value_of_another_node_is_no_control_message(bool untrusted)
    {
        var node = await StartVictim(untrusted);
        foreach (var value in new object[] { PoisonPill.Instance, Kill.Instance, new Broadcast(PoisonPill.Instance) })
        {
            MakeSubscribedPromiseOn(node).Tell(new Resolve(value));
            Assert.Contains("is no value", ExpectMsg<FutureRejected>().Cause.Message, StringComparison.Ordinal);

            // In untrusted mode Akka takes no CallLater from other nodes.
            if (untrusted)
                continue;
            var promise = MakeSubscribedPromiseOn(node);
            RefsOf(node).Loop.Tell(new CallLater(TimeSpan.Zero, promise, new Resolve(value)), TestActor);
            ExpectMsg<Status.Failure>();
        }

        await AssertUnharmed(node);
    }

    // ActorSystem.Stop sends this message to the guardian. The type is internal in Akka, but every node can name it.
    private static object StopChild(IActorRef child) => Activator.CreateInstance(
        typeof(ActorSystem).Assembly.GetTypes().Single(static type => type.Name == "StopChild"),
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic,
        null,
        [child],
        null)!;

    // Akka's scheduler wraps messages like this, and the cell of an actor unwraps them.
    private static object Scheduled(object message) => Activator.CreateInstance(
        typeof(ActorSystem).Assembly.GetTypes().First(static type =>
            type.IsAssignableTo(typeof(Akka.Actor.Scheduler.IScheduledTellMsg))
            && type.GetConstructor([typeof(object)]) is not null),
        message)!;

    private string OwnAddress => ((ExtendedActorSystem)Sys).Provider.DefaultAddress.ToString();

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Own_messages_of_the_library_that_another_node_makes_up_are_refused(bool untrusted)
    {
        var node = await StartVictim(untrusted);
        var types = typeof(ITxaio).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && !type.IsVisible
                && typeof(INoSerializationVerificationNeeded).IsAssignableFrom(type))
            .ToList();
        Assert.InRange(types.Count, 9, 100);

        foreach (var actor in Paths.Select(path => RefOf($"{node.Address}/system/txaio{path}")))
        {
            foreach (var type in types)
            {
                foreach (var sender in new[] { TestActor, RefOf($"{node.Address}/system/txaio"), ActorRefs.NoSender })
                    actor.Tell(RuntimeHelpers.GetUninitializedObject(type), sender);
            }
        }

        await AssertUnharmed(node);
        await node.WaitForLine(static line => line.Contains("to /system/txaio was refused", StringComparison.Ordinal));
        await node.WaitForLine(static line =>
            line.Contains("more messages were refused within a second", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task System_messages_of_another_node_suspend_restart_and_stop_nothing(bool untrusted)
    {
        var node = await StartVictim(untrusted);
        var refs = Paths.Select(path => (IInternalActorRef)RefOf($"{node.Address}/system/txaio{path}")).ToList();
        var here = (IInternalActorRef)TestActor;
        foreach (var actor in refs)
        {
            for (var i = 0; i < 100; i++)
                actor.SendSystemMessage(new Suspend());
            actor.SendSystemMessage(new Recreate(new InvalidOperationException("no")));
            actor.SendSystemMessage(new Resume(new InvalidOperationException("no")));
            actor.SendSystemMessage(new Supervise(here, false));
            actor.SendSystemMessage(new Terminate());
            // Sends notices about the victim's other actors, and watches with the victim's actor as the watcher.
            foreach (var other in refs.Where(other => !ReferenceEquals(other, actor)))
            {
                actor.SendSystemMessage(new DeathWatchNotification(other, true, false));
                actor.SendSystemMessage(new Failed(other, new ActorKilledException("no"), 0));
                actor.SendSystemMessage(new Watch(here, actor));
                actor.SendSystemMessage(new Unwatch(other, actor));
            }
        }

        await AssertUnharmed(node);
    }

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task Control_messages_with_parts_missing_fail_no_actor(bool untrusted)
    {
        // Akka's JSON serializer makes such a message of a type's name alone, although the constructors refuse null.
        // ActorSelectionMessage is left out, because Akka itself fails on it and logs each failure.
        Type[] types =
        [
            typeof(Terminated), typeof(Identify), typeof(DeathWatchNotification),
            typeof(Watch), typeof(Unwatch), typeof(Failed), typeof(Supervise),
            .. typeof(ActorSystem).Assembly.GetTypes().Where(static type => type.Name == "AddressTerminated"),
        ];
        Assert.Equal(8, types.Length);
        var node = await StartVictim(untrusted);

        foreach (var json in types.Select(static type => $$"""{"$type":"{{type.FullName}}, Akka"}"""))
        {
            foreach (var path in Paths)
            {
                for (var i = 0; i < 20; i++)
                    RefOf($"{node.Address}/system/txaio{path}").Tell(new Json(json), ActorRefs.NoSender);
            }
        }

        await AssertUnharmed(node);
    }

    [Theory]
    [MemberData(nameof(Untrusted))]
    public async Task No_message_of_Akka_with_all_parts_missing_stops_or_fails_an_actor(bool untrusted)
    {
        var types = typeof(ActorSystem).Assembly.GetTypes()
            .Concat(typeof(CallLater).Assembly.GetTypes())
            .Where(static type => type is { IsAbstract: false, ContainsGenericParameters: false })
            .Where(static type => type.Namespace == "Txaio.Actors.Messages"
                || type.IsAssignableTo(typeof(IAutoReceivedMessage)) || type.IsAssignableTo(typeof(IPossiblyHarmful))
                || type.IsAssignableTo(typeof(ISystemMessage)) || type.IsAssignableTo(typeof(IWrappedMessage)))
            .ToList();
        Assert.InRange(types.Count, 30, 300);
        var node = await StartVictim(untrusted);

        foreach (var type in types)
        {
            var json = $$"""{"$type":"{{type.FullName}}, {{type.Assembly.GetName().Name}}"}""";
            foreach (var path in Paths)
            {
                var actor = RefOf($"{node.Address}/system/txaio{path}");
                actor.Tell(new Json(json), ActorRefs.NoSender);
                // Akka's cell of an actor delivers a selection in the actor's own turn.
                actor.Tell(new Json(Selected(json, "")), ActorRefs.NoSender);
                actor.Tell(new Json(Selected(Selected(json, ""), "")), ActorRefs.NoSender);
                RefOf($"{node.Address}/system").Tell(
                    new Json(Selected(Selected(json, $"txaio{path}"), "")), ActorRefs.NoSender);
            }
        }

        await WaitUntilReached(AgentOf(node));
        Assert.Equal("", AssertWorks(node).Stopped);
        Assert.DoesNotContain(node.Lines, static line =>
            line.Contains("[akka://node/system/txaio", StringComparison.Ordinal)
            || line.Contains("Txaio.Actors.Guarding", StringComparison.Ordinal)
            || line.Contains("Txaio.Actors.Futures", StringComparison.Ordinal));
    }

    // Puts a message into a selection of the path below the receiver. An empty path selects the receiver.
    private static string Selected(string json, string path)
    {
        var elements = path.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(static name => $$"""{"$type":"Akka.Actor.SelectChildName, Akka","Name":"{{name}}"}""");
        return $$"""
            {"$type":"Akka.Actor.ActorSelectionMessage, Akka","Message":{{json}},"Elements":
            {"$type":"Akka.Actor.SelectionPathElement[], Akka","$values":[{{string.Join(',', elements)}}] } }
            """;
    }

    private async Task<AgentNode> StartVictim(bool untrusted)
    {
        var node = await StartNode(
            $$"""
            akka.remote.untrusted-mode = {{(untrusted ? "on" : "off")}}
            txaio.timers.keep { bucket = 1h }
            """);
        // After this call the batched timers have their actors.
        AssertWorks(node);
        AgentOf(node).Tell(new Actors.RemoteNode.HoldTimer("keep"), TestActor);
        Assert.Contains("/timers/keep", ExpectMsg<Actors.RemoteNode.Refs>().Timer.Path.ToString());
        return node;
    }

    // Checks that every part works, that no part has stopped, and that the log has only a few lines.
    private async Task AssertUnharmed(AgentNode node)
    {
        // Waits until the node has all messages. Akka sends system messages with acknowledgements of their own.
        await WaitUntilReached(AgentOf(node));
        var found = AssertWorks(node);
        Assert.Equal("", found.Stopped);
        MakeSubscribedPromiseOn(node).Tell(new Cancel("done"));
        ExpectMsg<FutureRejected>();
        Assert.InRange(node.Lines.Count, 1, 30);
        Assert.All(node.Lines, static line => Assert.InRange(line.Length, 0, 1_000));
    }
}
