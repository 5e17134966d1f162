using Akka;
using Akka.Actor;

namespace Txaio.Actors.Soak.Systems;

/// <summary>
/// The systems that live through all cycles, with what a leak would hold on to: loops, a named timer, a token and a
/// future that stay as they are until the end.
/// </summary>
internal sealed class World : IDisposable
{
    private const string Name = "world";

    private readonly SoakRun _run;
    private readonly CancellationTokenSource _never = new();

    /// <summary>Starts the systems.</summary>
    public World(SoakRun run)
    {
        _run = run;
        System = SoakSystem.Start(
            "soak",
            """
            txaio {
              loops.io {}
              loops.busy.callbacks-per-turn = 4
              loops.full.capacity = 100
              timers.shared { bucket = 10ms, loop = io }
            }
            """,
            what => run.Fail(Name, what));
        Loops = [System.Txaio(), System.Txaio("io"), System.Txaio("busy")];
        Full = System.Txaio("full");
        Timer = System.Txaio().BatchedTimer("shared");
        Targets = Targets.In(System);
        Stop = Loops[0].CreateFuture();
        Logs = new LogSystem(run);
    }

    /// <summary>The main system.</summary>
    public ActorSystem System { get; }

    /// <summary>Three loops of the main system.</summary>
    public IReadOnlyList<ITxaio> Loops { get; }

    /// <summary>A loop of the main system with a capacity.</summary>
    public ITxaio Full { get; }

    /// <summary>A batched timer of the main system.</summary>
    public IBatchedTimer Timer { get; }

    /// <summary>The actors of the main system.</summary>
    public Targets Targets { get; }

    /// <summary>A future that stays pending until the end. Many calls wait for it and give up.</summary>
    public Future<Done> Stop { get; }

    /// <summary>A token that is never cancelled.</summary>
    public CancellationToken Never => _never.Token;

    /// <summary>The system whose lines go to a stream that breaks.</summary>
    public LogSystem Logs { get; }

    /// <summary>Fails when calls are left after a cycle.</summary>
    public void CheckIdle()
    {
        ITxaio[] all = [.. Loops, Full];
        if (!Wait.Until(() => Array.TrueForAll(all, IsIdle) && Timer.PendingCalls == 0, Wait.Bound))
        {
            var loops = all.Select(static one => $"{one.Loop} {one.Loop.GetStatistics()}");
            _run.Fail(Name, $"calls are left: {string.Join(", ", loops)}, {Timer.PendingCalls} in the timer");
        }

        var extension = TxaioExtension.Get(System);
        if (extension.GetScheduledCalls() is { Count: > 0 } calls)
            _run.Fail(Name, $"calls are scheduled: {string.Join(", ", calls.Take(3))}");
        if (extension.Loops.Count != all.Length)
            _run.Fail(Name, $"loops are left: {string.Join(", ", extension.Loops)}");
        if (extension.GetStoppedParts() is { Count: > 0 } stopped)
            _run.Fail(Name, $"parts have stopped: {string.Join(", ", stopped)}");
    }

    /// <summary>Ends the systems.</summary>
    public void Dispose()
    {
        Stop.Resolve(Done.Instance);
        if (!System.Terminate().Wait(Wait.Bound))
            _run.Fail(Name, "the main system has not ended");
        System.Dispose();
        Logs.Dispose();
        _never.Dispose();
    }

    private static bool IsIdle(ITxaio txaio) =>
        txaio.Loop.GetStatistics() is { Pending: 0, Scheduled: 0, Taken: 0 };
}
