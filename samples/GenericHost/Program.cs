using Akka.Configuration;
using Akka.Hosting;
using GenericHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using Serilog;
using Serilog.Events;
using Txaio.Actors.Hosting;

if (HostCommandLine.Check(args) is { } exitCode)
    return exitCode;

// appsettings.json, txaio.conf and the log file are beside the program. Each setting is also an option: --Key value.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

// Requests that change the program have an endpoint of their own, on this machine only. Kestrel listens either on urls
// or on endpoints, so the urls become endpoints. If Kestrel's own section has endpoints, the urls are not used.
if (!builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
{
    var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? $"http://127.0.0.1:{builder.Configuration["Port"]}";
    builder.Configuration.AddInMemoryCollection(urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(
        static (url, i) => KeyValuePair.Create($"Kestrel:Endpoints:Url{i}:Url", (string?)url)));
}

builder.WebHost.UseUrls().PreferHostingUrls(false);
var management = new ManagementEndpoint(builder.Configuration.GetValue<ushort>("ManagementPort"));
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.MaxConcurrentConnections = 1000;
    kestrel.Limits.MaxRequestBodySize = 1024;
    kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
    management.Listen(kestrel);
});

// Serilog writes the host's events. It also gets Akka's and our events, through Akka.Logger.Serilog (see txaio.conf).
// The container closes Serilog, which flushes the file.
var logFile = Path.GetFullPath(builder.Configuration["LogFile"]!, AppContext.BaseDirectory);
if (!HostCommandLine.CanWrite(logFile))
    return HostCommandLine.BadUsage;
const string Line = "{Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";
builder.Services.AddSerilog(
    logger => logger
        .MinimumLevel.Verbose()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Akka", LogEventLevel.Warning)
        .WriteTo.Console(outputTemplate: Line)
        .WriteTo.File(logFile, outputTemplate: Line, buffered: true));

builder.Services.AddAkka("app", akka => akka
    .AddHoconFile(Path.Combine(AppContext.BaseDirectory, "txaio.conf"), HoconAddMode.Prepend));
builder.Services.AddTxaio(builder.Configuration.GetSection("Txaio"));
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
    .AddTxaioInstrumentation()
    .AddMeter("System.Runtime")
    .AddPrometheusExporter());
builder.Services.AddHostedService<Ticker>();

var app = builder.Build();
app.MapHealthChecks("/health", HealthText.Options);
app.MapPrometheusScrapingEndpoint("/metrics");
app.MapGet("/where", Where.Get);
LogLevels.Map(app);

try
{
    await app.StartAsync();
}
catch (Exception e) when (e is ConfigurationException or FormatException or IOException)
{
    // A wrong setting, an invalid address, or an address in use: the message names the cause.
    await app.DisposeAsync();
    Console.Error.WriteLine($"GenericHost: {e.Message}");
    return HostCommandLine.BadUsage;
}

var others = app.Urls.Where(url => url != management.Url);
Console.Out.WriteLine($"listening on {string.Join(", ", others)}, management on {management.Url}");
await app.WaitForShutdownAsync();
await app.DisposeAsync();
return 0;
