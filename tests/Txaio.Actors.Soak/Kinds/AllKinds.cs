namespace Txaio.Actors.Soak.Kinds;

/// <summary>The kinds of load by their names.</summary>
internal static class AllKinds
{
    private static readonly OrderedDictionary<string, Action<Cycle>> Kinds = new(StringComparer.Ordinal)
    {
        ["loop-calls"] = LoopCalls.Play,
        ["delayed-calls"] = DelayedCalls.Play,
        ["batched-timers"] = BatchedTimers.Play,
        ["futures"] = Futures.Play,
        ["gathers"] = Gathers.Play,
        ["scopes"] = CancelScopes.Play,
        ["asks"] = Asks.Play,
        ["promises"] = Promises.Play,
        ["loggers"] = Loggers.Play,
        ["restarts"] = Restarts.Play,
        ["capacity"] = Capacity.Play,
        ["new-loops"] = NewLoops.Play,
        ["kills"] = Kills.Play,
        ["terminations"] = Terminations.Play,
        [PausedProcess.Name] = PausedProcess.Play,
    };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => Kinds.Keys;

    /// <summary>Runs a kind for one cycle.</summary>
    public static void Play(string kind, Cycle cycle) => Kinds[kind](cycle);
}
