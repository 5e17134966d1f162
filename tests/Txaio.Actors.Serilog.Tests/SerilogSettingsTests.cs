using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Event;
using Microsoft.Extensions.DependencyInjection;
using Serilog;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>The section <c>txaio.serilog</c> and the file <c>hocon/serilog.conf</c>.</summary>
public sealed class SerilogSettingsTests : SerilogTestBase
{
    private const string Key = "txaio.serilog.close-and-flush";

    [Fact]
    public void Static_logger_is_not_closed_by_default()
    {
        Assert.False(Read("").CloseAndFlush);
        Assert.False(Read("txaio.serilog {}").CloseAndFlush);
        Assert.False(Read("txaio.logging.level = info").CloseAndFlush);
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    [InlineData("\"no\"", false)]
    public void Switch_is_read(string value, bool closes) =>
        Assert.Equal(closes, Read($"{Key} = {value}").CloseAndFlush);

    [Theory]
    [InlineData($"{Key} = maybe", $"{Key} = maybe: must be on or off, true or false, yes or no")]
    [InlineData($"{Key} = null", $"{Key} = null: must be on or off, true or false, yes or no")]
    [InlineData($"{Key} {{ x = 1 }}", $"{Key} = {{...}}: must be on or off, true or false, yes or no")]
    [InlineData($"{Key} = [on]", $"{Key} = [...]: must be on or off, true or false, yes or no")]
    [InlineData(
        $"{Key} = \"\"\"on\n\u202eff\"\"\"",
        $"{Key} = on\\n\\u202eff: must be on or off, true or false, yes or no")]
    [InlineData(
        "txaio.serilog.flush = on",
        "txaio.serilog.flush = on: not a known key; known are capacity, close-and-flush")]
    [InlineData("txaio = ${txaio}", "txaio = a substitution that refers to itself: must be a section")]
    [InlineData("txaio.serilog = ${txaio.serilog}",
        "txaio.serilog = a substitution that refers to itself: must be a section")]
    [InlineData($"{Key} = ${{{Key}}}",
        $"{Key} = a substitution that refers to itself: must be on or off, true or false, yes or no")]
    [InlineData($"{Key} = ${{txaio.serilog}}", $"{Key} = {{...}}: must be on or off, true or false, yes or no")]
    [InlineData($"{Key} = [${{{Key}}}]", $"{Key} = [...]: must be on or off, true or false, yes or no")]
    [InlineData($"{Key} = ${{b}}\nb = ${{{Key}}}",
        $"{Key} = a substitution that refers to itself: must be on or off, true or false, yes or no")]
    [InlineData("txaio.serilog = ${}",
        "txaio.serilog = ${?...} (Akka's HOCON has no optional substitutions): must be a section")]
    [InlineData("txaio.serilog = on", "txaio.serilog = on: must be a section")]
    public void Mistake_is_refused_with_one_line(string hocon, string error) =>
        Assert.Equal(error, Assert.Throws<ConfigurationException>(() => Read(hocon)).Message);

    [Fact]
    public void Mistake_keeps_the_logger_from_starting_and_Akka_says_why()
    {
        Start(ToSink().CreateLogger(), $"{ToStandardOutput}\n{Key} = maybe");

        Assert.Contains(StandardOutput.Lines, line => line.Contains($"{Key} = maybe: must", StringComparison.Ordinal));
    }

    [Fact]
    public void Service_that_cannot_be_made_keeps_the_logger_from_starting_and_Akka_says_why()
    {
        using var services = new ServiceCollection()
            .AddSingleton<ILogger>(_ => throw new InvalidOperationException("no such logger"))
            .BuildServiceProvider();

        Start(ToStandardOutput, DependencyResolverSetup.Create(services));

        Assert.Contains(StandardOutput.Lines, line => line.Contains("no such logger", StringComparison.Ordinal));
    }

    private static string ToStandardOutput =>
        $"akka {{ stdout-loglevel = ERROR, stdout-logger-class = \"{typeof(StandardOutput).AssemblyQualifiedName}\" }}";

    private static SerilogSettings Read(string hocon) => SerilogSettings.Read(ConfigurationFactory.ParseString(hocon));

    /// <summary>Records the lines that Akka writes to standard output about problems of loggers.</summary>
    internal sealed class StandardOutput : MinimalLogger
    {
        public static ConcurrentQueue<string> Lines { get; } = new();

        protected override void Log(object message) => Lines.Enqueue($"{message}");
    }
}
