using System.Reflection;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Txaio.Actors;
using Txaio.Actors.Hosting;
using Txaio.Actors.TestKit;

// Uses each package with the version of Akka that this consumer references.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddAkka("app", akka => akka.AddHocon("akka.loglevel = WARNING", HoconAddMode.Prepend));
builder.Services.AddTxaio(options => options.AddLoop("io"));
using var host = builder.Build();
await host.StartAsync();

var txaio = host.Services.GetRequiredKeyedService<ITxaio>("io");
var promise = txaio.CreateFuture<int>();
txaio.CallLater(TimeSpan.FromMilliseconds(20), promise.Ref, 42);
using var timer = txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(20));
var tick = txaio.CreateFuture<EventLoop?>();
timer.CallLater(TimeSpan.FromMilliseconds(20), () => tick.Resolve(EventLoop.Current));
Console.WriteLine($"{await promise} by message, tick on {await tick}");
await host.StopAsync();

using (var time = VirtualTime.Create("akka.loglevel = WARNING"))
{
    var called = false;
    time.Txaio.CallLater(TimeSpan.FromDays(1), () => called = true);
    time.Advance(TimeSpan.FromDays(1));
    Console.WriteLine($"a day later: {called}");
}

var akka = typeof(ActorSystem).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
Console.WriteLine($"Akka {akka!.InformationalVersion.Split('+')[0]}");
