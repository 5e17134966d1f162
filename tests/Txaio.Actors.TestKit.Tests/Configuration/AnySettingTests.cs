using Txaio.Actors.TestKit.Configuration;
using Txaio.Actors.Tests.Shared.Settings;

namespace Txaio.Actors.TestKit.Tests.Configuration;

/// <summary>Every key under <c>txaio.testkit</c> with values of every kind.</summary>
public sealed class AnySettingTests
{
    [Fact]
    public void Any_value_is_taken_or_refused_with_one_line_that_names_it()
    {
        var paths = AnySetting.Paths("txaio", TestKitSettings.Reference.GetValue("txaio"));

        var (taken, refused) = AnySetting.TryAll(
            [.. paths, .. AnySetting.Named("txaio.testkit")], static config => TestKitSettings.Read(config));

        Assert.True(taken > 10 && refused > 100, $"{taken} taken, {refused} refused");
    }
}
