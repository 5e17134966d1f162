using Akka.Actor;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Txaio.Actors.Hosting;

namespace Txaio.Actors.Cluster.Hosting.Tests;

/// <summary>
/// docs/configuration.md, <c>reference.conf</c> and the options agree: a setting that one of them lacks fails here.
/// </summary>
public sealed class ConfigurationPageTests : TimerHostTestBase
{
    private static readonly string[] Plugins = ["journal", "snapshot-store"];

    private static readonly string[] Page =
        File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "configuration.md"));

    // The reference.conf of the package, without the code that loads it.
    private static readonly Config Reference = ConfigurationFactory.FromResource(
        "Txaio.Actors.Cluster.reference.conf", typeof(TxaioClusterExtension).Assembly);

    public static TheoryData<string> Settings => [.. Leaves().Select(static leaf => leaf.Key)];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Page_has_a_row_for_the_setting_with_its_option_and_default(string key)
    {
        var value = Leaves().Single(leaf => leaf.Key == key).Value;
        var row = Assert.Single(Page, line => line.StartsWith($"| `txaio.cluster.{key}` |", StringComparison.Ordinal));

        Assert.Contains($"| `{OptionOf(key)}` |", row);
        Assert.EndsWith(value.Length == 0 ? "| empty |" : $"| `{value}` |", row);
    }

    [Fact]
    public void Page_has_no_row_for_a_setting_that_does_not_exist()
    {
        var rows = Page.Where(static line => line.StartsWith("| `txaio.cluster.", StringComparison.Ordinal))
            .Select(static line => line.Split('`')[1]["txaio.cluster.".Length..]);

        Assert.Equal(Leaves().Select(static leaf => leaf.Key).Append("journal").Append("timers.{name}").Order(), rows.Order());
    }

    // Sets every option by reflection, so that an option without a setting fails, too.
    [Fact]
    public void Every_option_has_its_setting_and_every_setting_its_option()
    {
        var options = new TxaioClusterOptions();
        var set = Fill(options, "").ToList();
        options.AddTimer("expiry");

        var hocon = ConfigurationFactory.ParseString(ClusterOptionsHocon.Of(options)).GetConfig("txaio.cluster");

        Assert.Equal(Leaves().Select(static leaf => OptionPath(leaf.Key)).Order(), set.Order());
        Assert.All(Leaves(), leaf => Assert.True(hocon.HasPath(leaf.Key), leaf.Key));
        Assert.True(hocon.HasPath("timers.expiry"));
    }

    [Fact]
    public async Task Every_option_is_accepted_and_read_back()
    {
        var host = await StartTimersAsync((akka, _) => akka.WithTxaioDurableTimers(options =>
        {
            options.LogLevel = GlobalLogLevelScope.Cluster;
            options.Dispatcher = "akka.actor.default-dispatcher";
            options.AddTimer("expiry", static expiry =>
            {
                expiry.Bucket = TimeSpan.FromMilliseconds(5);
                expiry.Stripes = 3;
                expiry.Role = "";
                expiry.Window = 7;
                expiry.ClockSkew = TimeSpan.Zero;
                expiry.Missed = MissedDurableCalls.Drop;
                expiry.Retry.MinBackoff = TimeSpan.FromSeconds(1);
                expiry.Retry.MaxBackoff = TimeSpan.FromSeconds(2);
                expiry.Retry.MaxAttempts = 4;
                expiry.RequestTimeout = TimeSpan.FromMinutes(1);
                expiry.Resend = TimeSpan.FromSeconds(1.5);
                expiry.Waiting = 10;
                expiry.CallKilobytes = 8;
                expiry.WakeInterval = TimeSpan.FromSeconds(9);
                expiry.Journal = "txaio.cluster.journal";
                expiry.SnapshotStore = "txaio.cluster.snapshot-store";
            });
        }));

        var config = SystemOf(host).Settings.Config.GetConfig("txaio.cluster");
        Assert.Equal("cluster", config.GetString("log-level"));
        Assert.Equal("1500ms", config.GetString("timers.expiry.resend"));
        Assert.Equal("drop", config.GetString("timers.expiry.missed"));
        Assert.Equal("4", config.GetString("timers.expiry.retry.max-attempts"));
        Assert.Equal("paid?", await DeliverAsync(host, "expiry"));
    }

    [Fact]
    public void Options_that_are_not_set_give_no_HOCON() => Assert.Equal("", ClusterOptionsHocon.Of(new TxaioClusterOptions()));

    [Fact]
    public void Words_of_the_options_are_those_of_the_settings()
    {
        foreach (var missed in Enum.GetValues<MissedDurableCalls>())
            Assert.NotEmpty(Start($"txaio.cluster.timer-defaults.missed = {missed.ToString().ToLowerInvariant()}"));
        foreach (var scope in Enum.GetValues<GlobalLogLevelScope>())
            Assert.NotEmpty(Start($"txaio.cluster.log-level = {scope.ToString().ToLowerInvariant()}"));
    }

    [Theory]
    [InlineData("txaio.cluster.timers.expiry.stripes = 5000")]
    [InlineData("txaio.cluster.store.provider-name = PostgreSQL.15")]
    public void Refusals_are_worded_as_on_the_page(string hocon) =>
        Assert.Contains(Assert.Throws<ConfigurationException>(() => Start(hocon)).Message, Page);

    private static IEnumerable<(string Key, string Value)> Leaves() => Leaves("", Reference.GetValue("txaio.cluster"))
        .Where(static leaf => leaf.Key != "timers" && !Plugins.Contains(leaf.Key.Split('.')[0]));

    private static IEnumerable<(string Key, string Value)> Leaves(string path, HoconValue value) =>
        value.IsObject() && value.GetObject().Items.Count > 0
            ? value.GetObject().Items.SelectMany(item => Leaves(path.Length == 0 ? item.Key : $"{path}.{item.Key}", item.Value))
            : [(path, value.IsObject() ? "" : value.GetString())];

    // timer-defaults.retry.max-attempts: TimerDefaults:Retry:MaxAttempts
    private static string OptionPath(string key) => string.Join(':', key.Split('.').Select(static part =>
        string.Concat(part.Split('-').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]))));

    private static string OptionOf(string key) => OptionPath(key).Replace("TimerDefaults:", "", StringComparison.Ordinal);

    // Gives each option a value; returns the paths of the options.
    private static IEnumerable<string> Fill(object options, string path)
    {
        foreach (var property in options.GetType().GetProperties())
        {
            var name = $"{path}{property.Name}";
            if (name is "Timers" or "Health")
                continue;
            if (!property.CanWrite)
            {
                foreach (var inner in Fill(property.GetValue(options)!, $"{name}:"))
                    yield return inner;
                continue;
            }

            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            property.SetValue(options, type == typeof(string) ? "x" : Activator.CreateInstance(type));
            yield return name;
        }
    }

    private string Start(string hocon)
    {
        using var system = ActorSystem.Create("words", $"akka {{ loggers = [], stdout-loglevel = OFF }}\n{Store}\n{hocon}");
        return $"{system.TxaioCluster()}";
    }
}
