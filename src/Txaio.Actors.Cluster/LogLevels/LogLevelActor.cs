using Akka.Actor;
using Akka.DistributedData;
using Akka.Event;
using Txaio.Actors.Loggers;
using Txaio.Actors.Cluster.Guarding;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.LogLevels;

/// <summary>
/// Keeps the global log level of this node equal to that of the cluster, which is one replicated value. A node that
/// joins later gets the value with the others.
/// </summary>
internal sealed class LogLevelActor : SignedActor, IServedByAkka
{
    private const int LongestShown = 40;

    private static readonly LWWRegisterKey<string> Key = new("txaio-log-level");

    private readonly ITxaio _txaio = Context.System.Txaio();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly DistributedData _data = DistributedData.Get(Context.System);

    protected override void PreStart() => _data.Replicator.Tell(Dsl.Subscribe(Key, Self));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SetLevel set:
                Replicate(set.Level.ToString().ToLowerInvariant());
                break;
            case Changed changed:
                Apply(changed.Data);
                break;
            case IUpdateFailure or ModifyFailure:
                _log.Warning("The log level of the cluster was not set: the replicator refused it.");
                break;
        }
    }

    private void Replicate(string level)
    {
        var node = Akka.Cluster.Cluster.Get(Context.System).SelfUniqueAddress;
        _data.Replicator.Tell(Dsl.Update(
            Key,
            new LWWRegister<string>(node, level),
            WriteLocal.Instance,
            register => register.WithValue(node, level)));
    }

    // Other nodes may replicate anything under the key.
    private void Apply(object data)
    {
        if (data is not LWWRegister<string> { Value: { } level })
        {
            _log.Warning("The log level of the cluster is refused: it is not a text.");
            return;
        }

        try
        {
            _txaio.SetGlobalLogLevel(level);
        }
        catch (ArgumentException)
        {
            _log.Warning(
                "The log level '{0}' of the cluster is refused: it must be none, critical, error, warn, info, debug or "
                + "trace.",
                SafeText.Of(level, LongestShown));
        }
    }

    /// <summary>Sets the level of all nodes.</summary>
    internal sealed class SetLevel(TxaioLogLevel level) : OwnMessage
    {
        /// <summary>The level.</summary>
        public TxaioLogLevel Level { get; } = level;
    }
}
