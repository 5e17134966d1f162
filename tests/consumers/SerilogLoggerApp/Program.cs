using Akka.Actor;
using Akka.Event;
using Serilog;

var file = Path.Combine(AppContext.BaseDirectory, "app.log");
File.Delete(file);
Log.Logger = new LoggerConfiguration()
    .MinimumLevel.Override("Akka", Serilog.Events.LogEventLevel.Warning)
    .WriteTo.File(file, outputTemplate: "{Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}")
    .CreateLogger();

// This consumer uses Akka without Txaio.Actors.
using var system = ActorSystem.Create(
    "app", """akka.loggers = ["Txaio.Actors.Serilog.SerilogLogger, Txaio.Actors.Serilog"]""");
Logging.GetLogger(system, typeof(Program)).Info("took {Order}", 7);
Logging.GetLogger(system, typeof(Program)).Error(new InvalidOperationException("no paper"), "printing {Order} failed", 7);

await system.Terminate();
await Log.CloseAndFlushAsync();
Console.Write(File.ReadAllText(file));
