using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Serilog;
using Txaio.Actors.Tests;

namespace Txaio.Actors.Serilog.Tests;

/// <summary>The end of a system with Akka.Logger.Serilog, which writes to a file.</summary>
[Collection(WholeProcess.Name)]
public sealed class AkkaLoggerSerilogEndTests : SerilogEndContract, IDisposable
{
    private readonly ILogger _before = Log.Logger;

    public AkkaLoggerSerilogEndTests() => Log.Logger = Output;

    public void Dispose() => Log.Logger = _before;

    protected override ActorSystem Start() => Start("Akka.Logger.Serilog.SerilogLogger, Akka.Logger.Serilog");
}

/// <summary>The end of a system with the library's logger, which writes to a file.</summary>
public sealed class SerilogLoggerEndTests : SerilogEndContract
{
    protected override ActorSystem Start() =>
        Start("Txaio.Actors.Serilog.SerilogLogger, Txaio.Actors.Serilog", new SerilogSetup(Output));
}

/// <summary>The end of a system with the library's logger and a bound that is not met.</summary>
public sealed class BoundedSerilogLoggerEndTests : SerilogEndContract
{
    protected override ActorSystem Start() =>
        Start("Txaio.Actors.Serilog.SerilogLogger, Txaio.Actors.Serilog", new SerilogSetup(Output));

    protected override string Hocon => "txaio.serilog.capacity = 1000000";
}

/// <summary>The tests read the file after the end of the system, and before the Serilog logger is closed.</summary>
public abstract class SerilogEndContract : LoggerEndContract, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-serilog-");

    protected SerilogEndContract() => Output = new LoggerConfiguration()
        .WriteTo.File(FilePath, outputTemplate: "{Message:lj}{NewLine}")
        .CreateLogger();

    protected global::Serilog.Core.Logger Output { get; }

    private string FilePath => Path.Combine(_folder.FullName, "app.log");

    protected override IEnumerable<string> Written
    {
        get
        {
            using var reader = new StreamReader(
                new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            while (reader.ReadLine() is { } line)
                yield return line;
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Output.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected sealed override Task<ActorSystem> StartAsync() => Task.FromResult(Start());

    protected abstract ActorSystem Start();

    /// <summary>Further settings of the logger.</summary>
    protected virtual string Hocon => "";

    protected ActorSystem Start(string logger, params Setup[] setups)
    {
        var config = ConfigurationFactory.ParseString($"{Hocon}\nakka.loggers = [\"{logger}\"]").WithFallback(Defaults);
        return ActorSystem.Create(
            "end", ActorSystemSetup.Create([BootstrapSetup.Create().WithConfig(config), .. setups]));
    }
}
