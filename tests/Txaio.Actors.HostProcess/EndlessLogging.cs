namespace Txaio.Actors.HostProcess;

/// <summary>A callback that logs and queues itself again, until its loop refuses new work.</summary>
internal sealed class EndlessLogging(ITxaio txaio)
{
    private readonly ITxaioLogger _log = txaio.MakeLogger($"endless.{txaio.Loop.Name}");

    public string Name => txaio.Loop.Name;

    /// <summary>The number of events that were logged.</summary>
    public int Count { get; private set; }

    public void Start() => txaio.Loop.CallSoon(Log);

    private void Log()
    {
        for (var i = 0; i < 10; i++)
            _log.Info("event {Loop} {N}", Name, Count++);
        try
        {
            // The delay keeps the number of lines small, so a slow machine can write them in time.
            txaio.CallLater(TimeSpan.FromMilliseconds(1), Log);
        }
        catch (LoopTerminatedException)
        {
            _log.Info("event {Loop} {N}", Name, Count++);
        }
    }
}
