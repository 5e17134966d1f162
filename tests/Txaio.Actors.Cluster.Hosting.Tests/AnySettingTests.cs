using Akka.Configuration;
using Txaio.Actors.Hosting;
using Txaio.Actors.Tests.Shared.Settings;

namespace Txaio.Actors.Cluster.Hosting.Tests;

/// <summary>
/// Every key of appsettings with values of every kind. A value that is taken becomes HOCON that can be read.
/// </summary>
public sealed class AnySettingTests
{
    [Fact]
    public void Any_value_is_taken_or_refused_with_one_line_that_names_it()
    {
        var (taken, refused) = AnyOption.TryAll(AnyOption.Keys("Cluster", typeof(TxaioClusterOptions)), static configuration =>
        {
            var options = new TxaioClusterOptions();
            OptionsBinding.Bind(configuration.GetSection("Cluster"), options);
            ConfigurationFactory.ParseString(ClusterOptionsHocon.Of(options));
        });

        Assert.True(taken > 200 && refused > 1_000, $"{taken} taken, {refused} refused");
    }
}
