using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Serilog;
using Serilog.Events;
using Txaio.Actors;
using Txaio.Actors.Serilog;

namespace LogInterop;

/// <summary>The same events in Serilog, where they keep their properties.</summary>
internal static class InSerilog
{
    public static async Task RunAsync()
    {
        await using var serilog = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .MinimumLevel.Override("Akka", LogEventLevel.Warning)
            .MinimumLevel.Override("sample.quiet", LogEventLevel.Error)
            .WriteTo.Console(outputTemplate: "{Level:u3} {LogSource}: {Message:lj}{NewLine}")
            .CreateLogger();
        var file = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "serilog.conf"));
        var setup = BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(file));
        using var system = ActorSystem.Create("loginterop", setup.And(new SerilogSetup(serilog)));
        var txaio = system.Txaio();
        txaio.SetGlobalLogLevel("trace");

        var log = txaio.MakeLogger("sample");
        log.Info("{@session} joined", ("session", new { Id = 7, Realm = "realm1" }));
        log.Trace("trace is Verbose here");
        log.Critical("and critical is Fatal");
        txaio.MakeLogger("sample.quiet").Info("not seen: Serilog's override for the logger's name");
        Logging.GetLogger(system, "plain").Warning("a warning of Akka's, {0} of {1}", 1, 1);

        await system.Terminate();
    }
}
