namespace Txaio.Actors.Remote.Tests;

/// <summary>Two nodes, shared by tests that leave no trace on them.</summary>
[CollectionDefinition(Name)]
public sealed class TwoNodes : IAsyncLifetime, ICollectionFixture<TwoNodes>
{
    public const string Name = "two nodes";

    private RemoteNode? _a;
    private RemoteNode? _b;

    public RemoteNode A => _a!;

    public RemoteNode B => _b!;

    public async Task InitializeAsync()
    {
        var (a, b) = (RemoteNode.Start(), RemoteNode.Start());
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
