using Akka.Actor;
using Akka.Event;
using Serilog;
using Serilog.Events;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>The name of a logger is its source in Serilog.</summary>
public abstract partial class SinkContract
{
    [Fact]
    public async Task Name_is_the_source_context()
    {
        var lines = await WrittenAsync(system =>
        {
            system.Txaio().MakeLogger("test.orders").Info("a");
            system.Txaio().MakeLogger("test.orders").Critical("b {X}", 1);
            system.Txaio().MakeLogger("test {x}/y z").Info("c", ("field", 1));
            system.Txaio().MakeLogger<SinkContract>().Info("d");
            system.Txaio().MakeLogger().Info("e");
        });

        string[] names =
        [
            "test.orders", "test.orders", "test {x}/y z", typeof(SinkContract).FullName!,
            typeof(SinkContract).FullName!,
        ];
        Assert.Equal(names, lines.Events.Select(e => e.Text("SourceContext")));
        Assert.Equal(names, lines.Events.Select(e => e.Text("LogSource")));
        Assert.Equal(names, lines.Json.Select(e => e.GetProperty("SourceContext").GetString()));
    }

    [Fact]
    public async Task Override_for_Akka_does_not_silence_a_named_logger()
    {
        var lines = await WrittenAsync(
            system =>
            {
                system.Txaio().MakeLogger("test").Info("ours");
                Logging.GetLogger(system, "test.akka").Info("of Akka");
            },
            levels => levels.MinimumLevel.Override("Akka", LogEventLevel.Warning));

        Assert.Equal(["ours"], lines.Console);
    }

    [Fact]
    public async Task Override_matches_the_name_and_its_prefixes()
    {
        var lines = await WrittenAsync(
            system =>
            {
                system.Txaio().MakeLogger("test.quiet.one").Info("quiet");
                system.Txaio().MakeLogger("test.quieter").Info("another name");
                system.Txaio().MakeLogger("test.loud").Debug("loud");
                system.Txaio().MakeLogger("test").Debug("default");
            },
            levels => levels.MinimumLevel.Information()
                .MinimumLevel.Override("test.quiet", LogEventLevel.Error)
                .MinimumLevel.Override("test.loud", LogEventLevel.Verbose));

        Assert.Equal(["another name", "DBG loud"], lines.File);
    }
}
