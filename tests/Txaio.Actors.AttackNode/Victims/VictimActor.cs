using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Txaio.Actors.Cluster;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.AttackNode.Victims;

/// <summary>Says which actors of the library live, and whether everything works.</summary>
public sealed class VictimActor : ReceiveActor
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Far = TimeSpan.FromHours(2);

    private readonly ExtendedActorSystem _system = (ExtendedActorSystem)Context.System;
    private readonly ITxaio _txaio = Context.System.Txaio();
    private readonly IActorRef _silent = Context.ActorOf(Props.Create<Silent>());
    private readonly HealthCheckService _health;

    // Keeps futures and calls.
    private readonly List<object> _held = [];

    /// <param name="health">The host's health checks.</param>
    public VictimActor(HealthCheckService health)
    {
        _health = health;
        foreach (var timer in new[] { "shared", "keep" })
            _ = _txaio.BatchedTimer(timer).Ref;
        // A chunk of a call each: the bucket's actor waits for the next chunks, over an hour.
        for (var i = 0; i < 4; i++)
            _held.Add(_txaio.BatchedTimer("keep").CallLater(TimeSpan.FromMilliseconds(1), static () => { }));

        Receive<Survey>(_ => SurveyAll().PipeTo(Sender));
        Receive<Hold>(_ =>
        {
            var future = _txaio.CreateFuture<object>();
            _held.Add(future);
            Sender.Tell(new Held(future.Ref));
        });
        Receive<Use>(_ =>
        {
            var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            UseAll(Context.ActorOf(Props.Create(() => new Target(delivered))), delivered.Task).PipeTo(Sender);
        });
    }

    private async Task<Surveyed> SurveyAll()
    {
        var future = _txaio.CreateFuture<object>();
        var asked = new TaskCompletionSource<IActorRef>();
        var answer = _txaio.Ask<object>(_silent, asked, Far).AsTask();
        var made = await _txaio.Loop.Ref.Ask<FutureCreated>(CreateFuture.Instance, Limit);
        // Their outcomes are for the attacker; none is a failure of the victim.
        _held.Add(future.AsTask().ContinueWith(static task => task.Exception, TaskScheduler.Default));
        _held.Add(answer.ContinueWith(static task => task.Exception, TaskScheduler.Default));
        var actors = WithChildren(_system.Provider.RootGuardian).Where(IsOurs).ToList();
        return new Surveyed(
            [.. actors.Select(static actor => actor.Path.ToStringWithoutAddress())],
            [.. actors.Select(static actor => TypeOf(actor).FullName!)],
            [future.Ref, await asked.Task, made.Promise]);
    }

    private async Task<Used> UseAll(IActorRef target, Task delivered)
    {
        var agent = _system.Provider.ResolveActorRef(_system.Provider.RootPath / "user" / "agent");
        var examined = await Examination.Of(_system, agent);
        var problems = new List<string> { examined.Problem };
        await Try("promise", async () =>
        {
            var promise = _txaio.CreateFuture<int>();
            promise.Ref.Tell(7);
            await promise;
        });
        foreach (var loop in TxaioExtension.Get(_system).Loops)
            await Try($"{loop}", () => loop.RunAsync(static () => Task.CompletedTask));
        await Try("durable timer", async () =>
        {
            var timer = _system.TxaioCluster().DurableTimer("expiry");
            await timer.Schedule("works", TimeSpan.Zero, new ActorTarget(target), "due");
            await delivered;
        });
        var report = await _health.CheckHealthAsync();
        var health = report.Entries.Select(static entry =>
            $"{entry.Key}: {entry.Value.Status}, {entry.Value.Description} {entry.Value.Exception?.Message}");
        return new Used(
            string.Join("; ", problems.Where(static problem => problem.Length > 0)),
            $"{report.Status}",
            string.Join('\n', health),
            examined.Stopped,
            examined.Memory);

        async Task Try(string what, Func<Task> use)
        {
            try
            {
                await use().WaitAsync(Limit);
            }
            catch (Exception e)
            {
                problems.Add($"{what}: {e.GetType().Name}: {e.Message}");
            }
        }
    }

    private static IEnumerable<IActorRef> WithChildren(IActorRef actor) =>
        actor is ActorRefWithCell { Children: var children } ? children.SelectMany(WithChildren).Prepend(actor) : [];

    private static Type TypeOf(IActorRef actor) => ((ActorCell)((ActorRefWithCell)actor).Underlying).Props.Type;

    // Akka starts the loggers of akka.loggers with refs of its own: SECURITY.md says so.
    private static bool IsOurs(IActorRef actor) =>
        ((ActorRefWithCell)actor).Underlying is ActorCell { Props.Type: { Assembly: var assembly } type }
        && !type.IsAssignableTo(typeof(IRequiresMessageQueue<ILoggerMessageQueueSemantics>))
        && assembly.GetName().Name!.StartsWith("Txaio.Actors", StringComparison.Ordinal)
        && assembly != typeof(VictimActor).Assembly
        && assembly != typeof(AgentActor).Assembly;

    /// <summary>Lets an Ask wait.</summary>
    private sealed class Silent : ReceiveActor
    {
        public Silent() => Receive<TaskCompletionSource<IActorRef>>(asked => asked.TrySetResult(Sender));
    }

    /// <summary>The target of a durable call.</summary>
    private sealed class Target : ReceiveActor
    {
        public Target(TaskCompletionSource delivered) => Receive<DurableCallDue>(due =>
        {
            Sender.Tell(due.Done());
            delivered.TrySetResult();
            Context.Stop(Self);
        });
    }
}
