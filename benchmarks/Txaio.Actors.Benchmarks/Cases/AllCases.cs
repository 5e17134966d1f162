using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Plots;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>The cases in their order.</summary>
internal static class AllCases
{
    public static IReadOnlyList<string> Ids { get; } =
        [.. Create(new GrowthFigures()).Select(static @case => @case.Id)];

    /// <summary>Makes the cases. P13 adds its figures to <paramref name="growth"/>, for the plots.</summary>
    public static IReadOnlyList<ICase> Create(GrowthFigures growth) =>
    [
        new P01CallSoon(),
        new P01bPostFromCallback(),
        new P01cListenedTo(),
        new P02Future(),
        new P03Ask(),
        new P04AskTimeout(),
        new P05Schedule(),
        new P06Cancel(),
        new P07Fire(),
        new P08Idle(),
        new P09CallLater(),
        new P10Gather(),
        new P11Log(),
        new P12Python(),
        new P13Growth(growth),
        new P14Remote(),
        new P15KeepAlive(),
        new P16Telemetry(),
        new P17Wamp(),
        new P18DurableTimers(),
        new P18aDurableTimersQuick(),
        new P19KeepAliveServers(),
        new P20OnePending(),
        new P21TellOnce(),
        new P22Lateness(),
        new P23Users(usesServerGC: false),
        new P23Users(usesServerGC: true),
    ];
}
