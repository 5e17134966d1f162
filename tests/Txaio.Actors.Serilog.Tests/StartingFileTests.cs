using Akka.Configuration;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>A change of one line in <c>hocon/serilog.conf</c> moves a program from one logger to the other.</summary>
[Collection(WholeProcess.Name)]
public sealed class StartingFileTests() : SinksTestBase(AkkaLogger)
{
    private const string AkkaLine = $"loggers = [\"{AkkaLogger}\"]";
    private const string OwnLine = $"loggers = [\"{OwnLogger}\"]";

    [Theory]
    [InlineData(AkkaLogger)]
    [InlineData(OwnLogger)]
    public async Task File_and_one_line_of_it_start_the_logger(string logger)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "serilog.conf"));
        if (logger == OwnLogger)
            text = text.Replace(AkkaLine, OwnLine, StringComparison.Ordinal);
        Assert.Equal([logger], ConfigurationFactory.ParseString(text).GetStringList("akka.loggers"));

        var lines = await WrittenAsync(
            static system => system.Txaio().MakeLogger("test").Critical("{N}", 1), hocon: text, named: false);

        Assert.Equal([logger == OwnLogger ? "FTL 1" : "ERR 1"], lines.Console);
    }
}
