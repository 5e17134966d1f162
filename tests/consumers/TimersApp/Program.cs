using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;
using TimersApp;
using Txaio.Actors.Cluster.Hosting;

// A program on Akka.Cluster, as it was before durable timers: its lines are those without Txaio.
var builder = Host.CreateApplicationBuilder(
    new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting", LogLevel.None);
builder.Services.AddAkka("app", akka => akka
    .AddHocon("akka.loglevel = ERROR", HoconAddMode.Prepend)
    .WithRemoting("127.0.0.1", 0)
    .WithClustering()
    .WithActors((system, registry) => registry.Register<Orders>(system.ActorOf<Orders>("orders")))
    .AddStartup((system, _) => Akka.Cluster.Cluster.Get(system).Join(Akka.Cluster.Cluster.Get(system).SelfAddress)));
builder.Services.AddTxaioDurableTimers(builder.Configuration.GetSection("Txaio:Cluster"));
builder.Services.AddHostedService<Worker>();
await builder.Build().RunAsync();
