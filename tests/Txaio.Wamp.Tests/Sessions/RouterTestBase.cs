using Akka.Configuration;
using Txaio.Samples.Tests;
using Wamp.Routing;

namespace Txaio.Wamp.Tests.Sessions;

/// <summary>A router for each test, with the test's settings above the sample's configuration.</summary>
public abstract class RouterTestBase(string settings = "") : IAsyncLifetime
{
    private Router _router = null!;

    private protected Router Router => _router;

    public async Task InitializeAsync() => _router = await Router.StartAsync(
        ConfigurationFactory.ParseString(settings).WithFallback(ConfigurationFactory.ParseString(
            await File.ReadAllTextAsync(Path.Combine(SampleProcess.SourceOf("Wamp"), "router.conf")))),
        new Uri("http://127.0.0.1:0"));

    public async Task DisposeAsync() => await _router.DisposeAsync();
}
