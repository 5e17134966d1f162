namespace Txaio.Actors.HostProcess;

/// <summary>A callback that logs and queues itself again, until its loop refuses new work.</summary>
internal sealed class EndlessLogging(ITxaio txaio)
{
    private readonly ITxaioLogger _log = txaio.MakeLogger($"endless.{txaio.Loop.Name}");

    public string Name => txaio.Loop.Name;

    /// <summary>How many events were logged.</summary>
    public int Count { get; private set; }

    public void Start() => txaio.Loop.CallSoon(Log);

    private void Log()
    {
        for (var i = 0; i < 10; i++)
            _log.Info("event {Loop} {N}", Name, Count++);
        try
        {
            // A little later, so that a slow machine's sink need not write a hundred thousand lines.
            txaio.CallLater(TimeSpan.FromMilliseconds(1), Log);
        }
        catch (LoopTerminatedException)
        {
            _log.Info("event {Loop} {N}", Name, Count++);
        }
    }
}
