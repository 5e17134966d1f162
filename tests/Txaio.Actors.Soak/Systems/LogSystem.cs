using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Soak.Systems;

/// <summary>A system whose log lines go to a stream that breaks and heals.</summary>
internal sealed class LogSystem : IDisposable
{
    private readonly SoakRun _run;
    private readonly ActorSystem _system;

    /// <summary>Starts the system.</summary>
    public LogSystem(SoakRun run)
    {
        _run = run;
        _system = SoakSystem.Start("logs", "", what => run.Fail("loggers", what));
        Txaio = _system.Txaio();
        Txaio.StartLogging(Output);
        _system.EventStream.Subscribe(new EventWatch((ExtendedActorSystem)_system), typeof(LogEvent));
    }

    /// <summary>The system's API.</summary>
    public ITxaio Txaio { get; }

    /// <summary>The output of the lines.</summary>
    public BreakingStream Output { get; } = new();

    /// <summary>Ends the system.</summary>
    public void Dispose()
    {
        if (!_system.Terminate().Wait(Wait.Bound))
            _run.Fail("loggers", "the system of the loggers has not ended");
        _system.Dispose();
        Output.Dispose();
    }
}
