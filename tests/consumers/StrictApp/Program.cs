using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Serilog;
using Txaio.Actors;
using Txaio.Actors.Hosting;
using Txaio.Actors.Serilog;
using Txaio.Actors.TestKit;

// Uses a part of each package, with nullable annotations and warnings as errors.
using var logger = new LoggerConfiguration().CreateLogger();
var setup = BootstrapSetup.Create()
    .WithConfig("""akka.loggers = ["Txaio.Actors.Serilog.SerilogLogger, Txaio.Actors.Serilog"]""")
    .And(new SerilogSetup(logger));
using (var system = ActorSystem.Create("app", setup))
{
    Future<string?> nothing = system.Txaio().CreateFutureSuccess<string?>(null);
    string? value = await nothing;
    Console.WriteLine($"null: {value is null}");
    await system.Terminate();
}

using (var time = VirtualTime.Create("akka.loglevel = WARNING"))
{
    DelayedCall call = time.Txaio.CallLater(TimeSpan.FromHours(1), () => { });
    Console.WriteLine($"cancelled: {call.Cancel()}, pending: {time.PendingCalls}");
}

var services = new ServiceCollection();
services.AddLogging();
services.AddAkka("hosted", akka => akka.AddHocon("akka.loglevel = WARNING", HoconAddMode.Prepend));
services.AddTxaio();
await using var provider = services.BuildServiceProvider();
Console.WriteLine($"hosted: {provider.GetRequiredService<ITxaio>().Loop.Name}");
await provider.GetRequiredService<ActorSystem>().Terminate();
