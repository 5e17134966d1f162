using Txaio.Actors.Soak.Systems;

namespace Txaio.Actors.Soak;

/// <summary>What one kind of load gets for one cycle.</summary>
/// <param name="run">The run.</param>
/// <param name="world">The systems that live through all cycles.</param>
/// <param name="kind">The name of the kind.</param>
/// <param name="number">The number of the cycle.</param>
internal sealed class Cycle(SoakRun run, World world, string kind, int number)
{
    private const int Threads = 2;

    /// <summary>The calls of the kind in this cycle.</summary>
    public Ledger Ledger { get; } = new(what => run.Fail(kind, $"cycle {number}: {what}"));

    /// <summary>The run.</summary>
    public SoakRun Run => run;

    /// <summary>The systems that live through all cycles.</summary>
    public World World => world;

    /// <summary>The number of the cycle.</summary>
    public int Number => number;

    /// <summary>Starts a call.</summary>
    public Call Start(string what, Ends allowed, Type? failure = null) => Ledger.Start(what, allowed, failure);

    /// <summary>Reports a failure.</summary>
    public void Fail(string what) => Ledger.Fail(what);

    /// <summary>Waits until the condition holds, and fails when it does not.</summary>
    /// <returns>Whether the condition holds.</returns>
    public bool Until(Func<bool> holds, Func<string> what)
    {
        var held = Wait.Until(holds, Wait.Bound);
        if (!held)
            Fail(what());
        return held;
    }

    /// <summary>A random sequence of its own for each number. The same in each process with the same seed.</summary>
    public Random Random(int of = 0) =>
        new(Mix(Mix(kind.Aggregate(run.Options.Seed, static (mixed, letter) => Mix(mixed, letter)), number), of));

    /// <summary>Runs <paramref name="work"/> on threads, many times on each, and waits for all.</summary>
    /// <param name="times">How often each thread runs the work.</param>
    /// <param name="work">Gets the number of the thread, the thread's random numbers, and the round.</param>
    public void OnThreads(int times, Action<int, Random, int> work) => Threaded.Run(Threads, Fail, thread =>
    {
        var random = Random(thread + 1);
        for (var i = 0; i < times; i++)
            work(thread, random, i);
    });

    private static int Mix(int mixed, int next) => unchecked((mixed * 31) + next);
}
