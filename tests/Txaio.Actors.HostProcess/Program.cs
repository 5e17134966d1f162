using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Txaio.Actors;
using Txaio.Actors.HostProcess;
using Txaio.Actors.Hosting;

if (args is ["liveness"])
{
    await LivenessMode.RunAsync();
    return;
}

// A host for the tests, whose two loops log until SIGTERM. Standard output has every event that was written, and at the
// end the number of events that each loop logged.
var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { Args = args });
builder.Logging.ClearProviders().AddProvider(new LineProvider()).SetMinimumLevel(LogLevel.Information);
builder.Services.AddTxaio();
builder.Services.AddAkka("app", akka => akka
    .AddHocon("akka.stdout-loglevel = OFF", HoconAddMode.Prepend)
    .ConfigureLoggers(loggers => loggers.AddTxaioLoggerFactory())
    .WithTxaio(options => options.AddLoop("io"))
    .WithActors((system, _) => system.ActorOf<LastWordsActor>("last-words")));

using var host = builder.Build();
var endless = new[] { "default", "io" }
    .Select(loop => new EndlessLogging(host.Services.GetRequiredKeyedService<ITxaio>(loop)))
    .ToList();
await host.StartAsync();
foreach (var logging in endless)
    logging.Start();
await host.WaitForShutdownAsync();

// Dispose writes the events that providers still hold. No event is logged after Dispose.
host.Dispose();
foreach (var logging in endless)
    Console.Out.WriteLine($"logged {logging.Name} {logging.Count}");
