using Akka.Actor;
using Akka.Event;
using Serilog;
using SerilogApp;
using Txaio.Actors;

const int Many = 20_000;
var file = Path.Combine(AppContext.BaseDirectory, "app.log");
File.Delete(file);
Log.Logger = new LoggerConfiguration()
    .MinimumLevel.Override("Akka", Serilog.Events.LogEventLevel.Warning)
    .WriteTo.File(file, outputTemplate: "{Level:u3} {Message:lj}{NewLine}{Exception}")
    .CreateLogger();

using var system = ActorSystem.Create(
    "app",
    """
    akka.loggers = ["Akka.Logger.Serilog.SerilogLogger, Akka.Logger.Serilog"]
    akka.logger-formatter = "Akka.Logger.Serilog.SerilogLogMessageFormatter, Akka.Logger.Serilog"
    """);
system.ActorOf(Props.Create<Talker>(), "talker");
var log = system.Txaio().MakeLogger<Program>();
log.Info("took {Order} for {Seconds:0.00} s", 7, 1.5);
log.Warn("{Count} left", ("Count", 3));
log.Error(new InvalidOperationException("no paper"), "printing failed");
Logging.GetLogger(system, typeof(Program)).Info("Akka's own {What}", "logging");
for (var n = 1; n <= Many; n++)
    log.Info("event {Number}", n);

await system.Terminate();
await Log.CloseAndFlushAsync();

var lines = File.ReadAllLines(file);
foreach (var line in lines.Where(static line => !line.StartsWith("INF event ", StringComparison.Ordinal)))
    Console.WriteLine(line);
var missing = Enumerable.Range(1, Many).Except(
    lines.Where(static line => line.StartsWith("INF event ", StringComparison.Ordinal)).Select(static line => int.Parse(line[10..])));
Console.WriteLine($"events missing of {Many}: {missing.Count()}");
