using Akka.Configuration;
using Txaio.Actors.Tests.Shared.Settings;

namespace Txaio.Actors.Serilog.Tests.Configuration;

/// <summary>Every key under <c>txaio.serilog</c> with values of every kind.</summary>
public sealed class AnySettingTests
{
    [Fact]
    public void Any_value_is_taken_or_refused_with_one_line_that_names_it()
    {
        var reference = ConfigurationFactory.FromResource<SerilogSettings>("Txaio.Actors.Serilog.reference.conf");
        var paths = AnySetting.Paths("txaio.serilog", reference.GetValue("txaio.serilog"));

        var (taken, refused) = AnySetting.TryAll(
            [.. paths, .. AnySetting.Named("txaio.serilog")], static config => SerilogSettings.Read(config));

        Assert.True(taken > 3 && refused > 50, $"{taken} taken, {refused} refused");
    }
}
