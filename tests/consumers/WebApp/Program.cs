using Akka.Hosting;
using Txaio.Actors;
using Txaio.Actors.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddAkka("app", akka => akka.AddHocon("akka.loglevel = WARNING", HoconAddMode.Prepend));
builder.Services.AddTxaio(options =>
{
    options.Health.Liveness = TimeSpan.FromSeconds(30);
    options.Health.Readiness = 10_000;
});

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/loop", (ITxaio txaio) => txaio.Loop.RunAsync(() => Task.FromResult($"{EventLoop.Current}")));
await app.StartAsync();

using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
foreach (var path in (string[])["/health", "/loop"])
{
    using var answer = await http.GetAsync(path);
    Console.WriteLine($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
}

await app.StopAsync();
Console.WriteLine("stopped");
