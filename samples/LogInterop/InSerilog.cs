using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Serilog;
using Serilog.Events;
using Txaio.Actors;

namespace LogInterop;

/// <summary>The same events in Serilog, where they keep their properties.</summary>
internal static class InSerilog
{
    /// <param name="logger">The class and the assembly of a logger actor.</param>
    public static async Task RunAsync(string logger)
    {
        Console.WriteLine($"through {logger.Split(", ")[1]}:");
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .MinimumLevel.Override("Akka", LogEventLevel.Warning)
            .MinimumLevel.Override("sample.quiet", LogEventLevel.Error)
            .WriteTo.Console(outputTemplate: "{Level:u3} {LogSource}: {Message:lj}{NewLine}")
            .CreateLogger();
        var file = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "serilog.conf"));
        var config = ConfigurationFactory.ParseString($"akka.loggers = [\"{logger}\"]")
            .WithFallback(ConfigurationFactory.ParseString(file));
        using var system = ActorSystem.Create("loginterop", config);
        var txaio = system.Txaio();
        txaio.SetGlobalLogLevel("trace");

        var log = txaio.MakeLogger("sample");
        log.Info("{@session} joined", ("session", new { Id = 7, Realm = "realm1" }));
        log.Trace("an event at trace");
        log.Critical("an event at critical");
        txaio.MakeLogger("sample.quiet").Info("not seen: Serilog's override for the logger's name");
        Logging.GetLogger(system, "plain").Warning("a warning of Akka's, {0} of {1}", 1, 1);

        await system.Terminate();
        await Log.CloseAndFlushAsync();
    }
}
