using Akka.Hosting;
using Txaio.Actors.Hosting;
using WorkerApp;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddAkka("app", akka => akka.AddHocon("akka.loglevel = WARNING", HoconAddMode.Prepend));
builder.Services.AddTxaio(options => options.AddLoop("io", io => io.DispatcherType = "PinnedDispatcher"));
builder.Services.AddHostedService<Worker>();
await builder.Build().RunAsync();
