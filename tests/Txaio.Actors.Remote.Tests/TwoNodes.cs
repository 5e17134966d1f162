namespace Txaio.Actors.Remote.Tests;

/// <summary>Two nodes, shared by tests that leave no trace on them.</summary>
[CollectionDefinition(Name)]
public sealed class TwoNodes : IAsyncLifetime, ICollectionFixture<TwoNodes>
{
    public const string Name = "two nodes";

    private AgentNode? _a;
    private AgentNode? _b;

    public AgentNode A => _a!;

    public AgentNode B => _b!;

    public async Task InitializeAsync()
    {
        var (a, b) = (AgentNode.Start(), AgentNode.Start());
        try
        {
            _a = await a;
        }
        finally
        {
            _b = await b;
        }
    }

    public Task DisposeAsync()
    {
        _a?.Dispose();
        _b?.Dispose();
        return Task.CompletedTask;
    }
}
