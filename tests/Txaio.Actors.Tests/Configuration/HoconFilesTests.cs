using Akka.Configuration;
using Txaio.Actors.Configuration;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Configuration;

/// <summary>Akka and the library read every file in hocon/ without an error.</summary>
public sealed class HoconFilesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "hocon");

    public static TheoryData<string> Files() =>
        new(Directory.GetFiles(Folder, "*.conf").Select(static file => Path.GetFileName(file)).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void File_is_read_and_has_settings_and_a_comment(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));

        Assert.Equal("default", Hocon.Read(text).DefaultLoop);
        Assert.True(ConfigurationFactory.ParseString(text).HasPath("txaio"));
        Assert.StartsWith("# ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Keepalive_has_a_timer_of_200_ms_on_the_default_loop() =>
        Assert.Equal(
            new BatchedTimerSettings(
                "keepalive", TimeSpan.FromMilliseconds(200), 1000, "default", BucketRounding.Up),
            Read("keepalive").Timers["keepalive"]);

    [Fact]
    public void Single_loop_has_one_loop() => Assert.Single(Read("single-loop").Loops);

    [Fact]
    public void Io_and_cpu_loops_have_dispatchers_of_their_own()
    {
        var loops = Read("io-and-cpu-loops").Loops;

        Assert.Equal(["cpu", "default", "io"], loops.Keys.Order());
        Assert.All(loops.Values, loop => Assert.Equal($"txaio.loops.{loop.Name}.dispatcher", loop.Dispatcher));
    }

    [Fact]
    public void Logging_has_a_level_and_categories()
    {
        var logging = Read("logging").Logging;

        Assert.Equal(TxaioLogLevel.Debug, logging.Level);
        Assert.Contains("CN200.1", logging.Categories.Keys);
    }

    private static TxaioSettings Read(string name) =>
        Hocon.Read(File.ReadAllText(Path.Combine(Folder, $"{name}.conf")));
}
