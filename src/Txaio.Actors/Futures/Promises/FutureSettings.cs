namespace Txaio.Actors.Futures.Promises;

/// <summary>The section <c>txaio.futures</c>, read and checked.</summary>
/// <param name="AskTimeout">An Ask's default timeout; <see cref="Timeout.InfiniteTimeSpan"/> for none.</param>
/// <param name="KeepCompleted">How long a completed promise can be found by its path; zero: not at all.</param>
/// <param name="KeepCompletedLimit">How many completed promises can be found; 0 for no bound.</param>
/// <param name="AskedPromiseTimeout">
/// Lifetime of a promise that was requested with an Ask; <see cref="Timeout.InfiniteTimeSpan"/> for none.
/// </param>
/// <param name="LogUnhandled">Whether unobserved rejections are reported.</param>
/// <param name="RemoteFailures">The parts of an exception that other nodes get.</param>
internal sealed record FutureSettings(
    TimeSpan AskTimeout,
    TimeSpan KeepCompleted,
    int KeepCompletedLimit,
    TimeSpan AskedPromiseTimeout,
    bool LogUnhandled,
    RemoteFailures RemoteFailures);
