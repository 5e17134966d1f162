using Akka.Actor;
using Akka.Event;
using Serilog;
using Txaio.Actors;

var file = Path.Combine(AppContext.BaseDirectory, "app.log");
File.Delete(file);
Log.Logger = new LoggerConfiguration()
    .MinimumLevel.Debug()
    .MinimumLevel.Override("Akka", Serilog.Events.LogEventLevel.Warning)
    .WriteTo.File(file, outputTemplate: "{Level:u3} {Message:lj}{NewLine}{Exception}")
    .CreateLogger();

using var system = ActorSystem.Create(
    "app",
    """
    akka.loggers = ["Akka.Logger.Serilog.SerilogLogger, Akka.Logger.Serilog"]
    akka.logger-formatter = "Akka.Logger.Serilog.SerilogLogMessageFormatter, Akka.Logger.Serilog"
    """);
var log = system.Txaio().MakeLogger<Program>();
log.Info("took {Order} for {Seconds:0.00} s", 7, 1.5);
log.Warn("{Count} left", ("Count", 3));
log.Error(new InvalidOperationException("no paper"), "printing failed");
Logging.GetLogger(system, typeof(Program)).Info("Akka's own {What}", "logging");

await system.Terminate();
await Log.CloseAndFlushAsync();
Console.Write(File.ReadAllText(file));
