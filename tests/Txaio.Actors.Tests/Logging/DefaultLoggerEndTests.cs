using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;

namespace Txaio.Actors.Tests.Logging;

/// <summary>The end of a system with a logger that derives from Akka's <c>DefaultLogger</c>.</summary>
public sealed class DefaultLoggerEndTests : LoggerEndContract
{
    private readonly LogTexts _texts = new();

    protected override IEnumerable<string> Written => _texts.Written;

    protected override Task<ActorSystem> StartAsync()
    {
        var config = ConfigurationFactory
            .ParseString($"akka.loggers = [\"{typeof(CollectingLogger).AssemblyQualifiedName}\"]")
            .WithFallback(Defaults);
        return Task.FromResult(
            ActorSystem.Create("end", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), _texts)));
    }
}
