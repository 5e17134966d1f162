using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using LogInterop;
using Samples;
using Txaio.Actors;

if (CommandLine.Check(args, "LogInterop", "txaio loggers and Akka's logging in one stream") is { } exitCode)
    return exitCode;

// StartLogging writes all events, so Akka's own console logger is left out.
var file = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "logging.conf"));
var config = ConfigurationFactory.ParseString("akka.loggers = []")
    .WithFallback(ConfigurationFactory.ParseString(file));
using var system = ActorSystem.Create("loginterop", config);
var txaio = system.Txaio();
txaio.StartLogging(Console.Out, "debug");

// A txaio logger: message templates, keyword arguments with paths, a category from logging.conf.
var log = txaio.MakeLogger("sample");
log.Info("hello from a txaio logger");
log.Info("{Count} connections on {Host}", 3, "localhost");
var session = new { Id = 7, Details = new Dictionary<string, object> { ["realm"] = "realm1" } };
log.Info("session {it.Id} joined {it.Details[realm]}", ("it", session));
log.Info(new LogCategory("CN100"), ("peer", "tcp4:127.0.0.1"), ("transport", "websocket"));

// An actor that does not use txaio logs with Akka's own logging, into the same stream.
var greeter = system.ActorOf<Greeter>("greeter");
await greeter.Ask<string>("world");

// Akka's logging outside of actors goes into the same stream, too.
Logging.GetLogger(system, "plain").Warning("a warning of Akka's, {0} of {1}", 1, 1);

// The level can change while the system runs.
log.Trace("not seen: the level is debug");
txaio.SetGlobalLogLevel("trace");
log.Trace("seen: the level is trace now");
txaio.SetGlobalLogLevel("warn");
log.Info("not seen: the level is warn");
log.Error("the last line before the end is written too");

await system.Terminate();

// The same stream in Serilog; one line of HOCON chooses the logger.
await InSerilog.RunAsync("Akka.Logger.Serilog.SerilogLogger, Akka.Logger.Serilog");
await InSerilog.RunAsync("Txaio.Actors.Serilog.SerilogLogger, Txaio.Actors.Serilog");
return 0;
