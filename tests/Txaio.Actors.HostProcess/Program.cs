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

// A host for the tests: two loops log without end until SIGTERM. Standard output has every event that was written, and
// in the end how many each loop logged.
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

// The container's disposal writes events that providers still hold. After that no event is logged.
host.Dispose();
foreach (var logging in endless)
    Console.Out.WriteLine($"logged {logging.Name} {logging.Count}");
