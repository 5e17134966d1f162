using System.Diagnostics.Metrics;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Txaio.Actors;
using Txaio.Actors.Hosting;
using Txaio.Actors.TestKit;

// Prints the library's texts of numbers, times and names under the culture that the argument names. The lines are the
// same under every culture.
Console.OutputEncoding = System.Text.Encoding.UTF8;
var culture = CultureInfo.GetCultureInfo(args[0]);
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = culture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.Error.WriteLine($"{culture.Name} {-1} {1234.5:N1} {"title".ToUpper(culture)} {DateTime.UnixEpoch:d}");

using var metrics = new MeterListener
{
    InstrumentPublished = static (instrument, listener) =>
    {
        if (instrument.Meter.Name == "Txaio.Actors")
            listener.EnableMeasurementEvents(instrument);
    },
};
var measured = new SortedSet<string>(StringComparer.Ordinal);
metrics.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
metrics.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
metrics.Start();

await Logs.WriteAsync();
await Timers.WriteAsync();
Errors.Write();
await Options.WriteAsync();
metrics.RecordObservableInstruments();
foreach (var line in measured)
    Console.WriteLine(line);

void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
{
    var shown = new List<string>();
    foreach (var (name, value) in tags)
        shown.Add(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));
    lock (measured)
        measured.Add($"{instrument.Name} {instrument.Unit} {string.Join(' ', shown)}");
}

internal static class Logs
{
    public static async Task WriteAsync()
    {
        var output = new StringWriter();
        using var system = ActorSystem.Create("logs", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
        var txaio = system.Txaio();
        var seen = new List<string>();
        var templates = system.ActorOf(Props.Create(() => new Templates(seen)));
        system.EventStream.Subscribe(templates, typeof(Akka.Event.Info));
        txaio.StartLogging(output);
        var log = txaio.MakeLogger("culture");
        var (a, b, when) = (-3, -1234.5, new DateTime(2016, 1, 21, 13, 2, 3, DateTimeKind.Utc));
        log.Info("{x,-8}|{y}|{z:N1}", a, b, b);
        log.Info($"{a,-8}|{b}|{b:N1}|{when}|{when:d}");
        log.Info("{when} {span} {list} {map} {big}", when, TimeSpan.FromHours(-1.5), new[] { -1.5, 2 },
            new Dictionary<double, decimal> { [-1.5] = -2.5m }, new System.Numerics.BigInteger(-7));
        log.Info("{@Point} {$Number} {Texted}", new { X = -1.5, When = when }, -1.5, FormattableString.Invariant($"{-1.5}"));
        log.Info("{what.INDEX} {what.Title} {items[1]}", ("what", new { Index = -1, title = "i" }), ("items", new[] { 1.5, -2.5 }));
        log.Info("{log_level} {value}", ("value", (TxaioLogLevel)(-1)));
        system.EventStream.Publish(new Akka.Event.Info("culture", typeof(object), -1.5));

        // The actor has handled all its messages when it replies. A stop would drop the messages in its mailbox.
        await templates.Ask<ActorIdentity>(new Identify(null));
        await system.Terminate();
        foreach (var line in output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Console.WriteLine(
                DateTimeOffset.TryParseExact(
                    line[..24], "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                    ? line[25..]
                    : line);
        }

        seen.ForEach(Console.WriteLine);
    }

    private sealed class Templates : ReceiveActor
    {
        public Templates(List<string> seen) => Receive<Akka.Event.Info>(e =>
        {
            if (e.Message is Akka.Event.LogMessage message)
                seen.Add(message.Format);
        });
    }
}

internal static class Timers
{
    public static async Task WriteAsync()
    {
        using var time = VirtualTime.Create("akka.stdout-loglevel = OFF", "timers");
        var txaio = time.System.Txaio();
        var timer = txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1.5));
        timer.CallLater(TimeSpan.FromSeconds(2.25), static () => { });
        txaio.CallLater(TimeSpan.FromSeconds(1.25), static () => { });
        txaio.CallLater(TimeSpan.FromSeconds(0.5), ActorRefs.Nobody, -1.5);
        foreach (var call in time.Pending())
            Console.WriteLine(call);
        foreach (var call in TxaioExtension.Get(time.System).GetScheduledCalls())
            Console.WriteLine(call);
        txaio.AddCallbacks(
            txaio.Gather([txaio.CreateFutureSuccess(-1.5)]), static outcomes => Console.WriteLine(outcomes[0]));
        time.Advance(TimeSpan.FromSeconds(3));
        await Task.CompletedTask;
    }
}

internal static class Errors
{
    private static readonly string[] Settings =
    [
        "txaio.loops.default.slow-callback = -1.5s",
        "txaio.loops.default.slow-callback = 1.5s",
        "txaio.loops.default.slow-callback = INFINITE",
        "txaio.loops.default.capacity = -3",
        "txaio.loops.default.capacity = 1.5",
        "txaio.logging.level = INFO",
        "txaio.loops { i {}\n\"ı\" {} }",
        "txaio.LOGGING.LEVEL = info",
    ];

    public static void Write()
    {
        foreach (var setting in Settings)
            Show(() => ActorSystem.Create("errors", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\n" + setting));
        Show(() => ActorSystem.Create(
            "errors", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF\ntxaio.loops { B { I = 1 }\na {} }"));
        const string quiet = """
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            txaio {
              loops {
                B {}
                a {}
              }
              timers {
                T { bucket = 1.5s }
                s { bucket = 1s }
              }
            }
            """;
        using var system = ActorSystem.Create("names", quiet);
        var txaio = system.Txaio();
        Show(() => txaio.WithConfig("none"));
        Show(() => txaio.BatchedTimer("none"));
        Show(() => txaio.CallLater(TimeSpan.FromDays(100_000), static () => { }));
        Show(() => txaio.MakeBatchedTimer(TimeSpan.FromDays(100_000)));
        Show(() => txaio.SetGlobalLogLevel((TxaioLogLevel)(-1)));
        Show(() => txaio.SetGlobalLogLevel("INFO"));
        system.Terminate().Wait();
    }

    private static void Show(Func<object> make)
    {
        try
        {
            if (make() is ActorSystem system)
            {
                system.Txaio();
                system.Terminate().Wait();
            }

            Console.WriteLine("taken");
        }
        catch (Exception e) when (e is ArgumentException or ConfigurationException or UnknownLoopException)
        {
            Console.WriteLine(e.Message);
        }
    }

    private static void Show(Action act) => Show(() =>
    {
        act();
        return "";
    });
}

internal static class Options
{
    public static async Task WriteAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddAkka("options", akka => akka
            .AddHocon("akka.loggers = []\nakka.stdout-loglevel = OFF", HoconAddMode.Prepend)
            .WithTxaio(options =>
            {
                options.ShutdownTimeout = TimeSpan.FromSeconds(2.5);
                options.Logging.Level = TxaioLogLevel.Info;
            }));
        using var host = builder.Build();
        await host.StartAsync();
        var config = host.Services.GetRequiredService<ActorSystem>().Settings.Config;
        Console.WriteLine($"{config.GetString("txaio.shutdown-timeout")} {config.GetString("txaio.logging.level")}");
        await host.StopAsync();
    }
}
