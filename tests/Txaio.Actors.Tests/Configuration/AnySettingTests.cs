using Akka.Configuration;
using Txaio.Actors.Configuration;
using Txaio.Actors.Tests.Shared.Settings;

namespace Txaio.Actors.Tests.Configuration;

/// <summary>
/// Every key under <c>txaio</c> with values of every kind, also of loops, timers and categories that a user adds.
/// <see cref="AnyValueTests"/> tries random values.
/// </summary>
public sealed class AnySettingTests
{
    private static readonly Config Reference = TxaioSettings.Reference();

    [Fact]
    public void Any_value_is_taken_or_refused_with_one_line_that_names_it()
    {
        var known = AnySetting.Paths("txaio", Reference.GetValue("txaio")).ToList();
        var loop = known.Where(static path => path.StartsWith("txaio.loops.default", StringComparison.Ordinal))
            .Select(static path => path.Replace("loops.default", "loops.io"));
        string[] timer = ["txaio.timers.t", .. new[] { "bucket", "chunk-size", "loop", "rounding" }.Select(static it => $"txaio.timers.t.{it}")];
        var named = known.Where(static path => Reference.GetValue(path).IsObject()).SelectMany(AnySetting.Named);

        var (taken, refused) = AnySetting.TryAll([.. known, .. loop, .. timer, .. named], Read);

        Assert.True(taken > 500 && refused > 3_000, $"{taken} taken, {refused} refused");
    }

    // The steps of the extension's start, without an actor system.
    private static void Read(Config config)
    {
        BrokenSubstitutions.Refuse(config, Reference);
        var all = config.WithFallback(Reference);
        TxaioSettings.Read(all);
        LoopDispatchers.Fallbacks(all);
    }
}
