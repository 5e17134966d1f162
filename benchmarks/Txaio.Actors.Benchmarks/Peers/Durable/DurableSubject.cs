namespace Txaio.Actors.Benchmarks.Peers.Durable;

/// <summary>
/// A scheduler of durable calls, whose nodes are processes of Txaio.Actors.DurablePeers: one line here, and one class
/// there.
/// </summary>
/// <param name="Command">Its name on the command line of a node.</param>
/// <param name="Name">Its name in the rows.</param>
internal sealed record DurableSubject(string Command, string Name)
{
    /// <summary>The durable timers of this repository.</summary>
    public static DurableSubject Ours { get; } =
        new("txaio", "ours") { IsOurs = true, IsFast = true, ReadsPendingAtStart = true, Pending = 100_000 };

    /// <summary>The same with the stripes of hocon/cluster.conf, so that both of two nodes have some.</summary>
    public static DurableSubject OursShared { get; } = Ours with { Command = "txaioshared" };

    /// <summary>The limit of the store: it stores, but delivers nothing.</summary>
    public static DurableSubject Store { get; } = new("npgsql", "the store alone") { IsFast = true, Delivers = false };

    /// <summary>Akka's own means, without a timer for many calls.</summary>
    public static DurableSubject PersistentActor { get; } =
        new("akka", "a persistent actor each") { ReadsPendingAtStart = true };

    /// <summary>All schedulers, ours first.</summary>
    public static IReadOnlyList<DurableSubject> All { get; } =
    [
        Ours,
        Store,
        new("wolverine", "Wolverine") { IsFast = true, SaysWhatItCancels = false },
        PersistentActor,
        new("orleans", "Orleans Reminders"),
        new("quartz", "Quartz.NET") { Storing = TimeSpan.FromSeconds(30) },
        new("hangfire", "Hangfire"),
    ];

    public bool IsOurs { get; init; }

    /// <summary>Whether its rounds alternate with those of the others that are fast.</summary>
    public bool IsFast { get; init; }

    /// <summary>False for the store alone.</summary>
    public bool Delivers { get; init; } = true;

    /// <summary>Whether a cancel says that the call was pending.</summary>
    public bool SaysWhatItCancels { get; init; } = true;

    /// <summary>
    /// Whether a node reads the pending calls when it starts. The others read them from the store when they are due.
    /// </summary>
    public bool ReadsPendingAtStart { get; init; }

    /// <summary>How many calls are pending when memory is measured and the process is started again.</summary>
    public int Pending { get; init; } = 20_000;

    /// <summary>The time in which 2,000 calls are stored before the first of them is due.</summary>
    public TimeSpan Storing { get; init; } = TimeSpan.FromSeconds(15);
}
