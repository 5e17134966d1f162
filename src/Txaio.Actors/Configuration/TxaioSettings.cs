using Akka.Configuration;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.LogLevels;
using Txaio.Actors.Loops.Running;
using Txaio.Actors.Nodes;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Configuration;

/// <summary>The settings under <c>txaio</c> of an actor system, read and checked once.</summary>
internal sealed record TxaioSettings(
    string DefaultLoop,
    TimeSpan ShutdownTimeout,
    string Dispatcher,
    string TimerDispatcher,
    TxaioScheduler Scheduler,
    IReadOnlyDictionary<string, LoopSettings> Loops,
    FutureSettings Futures,
    IReadOnlyDictionary<string, BatchedTimerSettings> Timers,
    LoggingSettings Logging,
    RemoteSettings Remote)
{
    /// <summary>The defaults of every setting: the embedded <c>reference.conf</c>.</summary>
    public static Config Reference() =>
        ConfigurationFactory.FromResource<TxaioSettings>("Txaio.Actors.reference.conf");

    /// <summary>Reads <paramref name="config"/>, whose fallback is <see cref="Reference"/>.</summary>
    /// <exception cref="ConfigurationException">One line: the path, the value, and the allowed values.</exception>
    public static TxaioSettings Read(Config config) => TxaioSettingsReader.Read(config);
}
