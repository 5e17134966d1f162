using Txaio.Actors;

namespace KeepAlive.Server;

/// <summary>
/// All connections of a server, and the objects that they share: the factory of the protocol, as Autobahn calls it. For
/// callbacks of the loop only.
/// </summary>
internal sealed class Connections(
    ITxaio txaio, IBatchedTimer timer, Statistics statistics, KeepAliveSettings settings, ITxaioLogger log)
{
    private readonly HashSet<Connection> _running = [];
    private Future<int>? _closed;

    public EventLoop Loop => txaio.Loop;

    public IBatchedTimer Timer => timer;

    public Statistics Statistics => statistics;

    public KeepAliveSettings Settings => settings;

    public ITxaioLogger Log => log;

    /// <summary>Runs a new connection, or refuses it because the server stops.</summary>
    public void Add(Connection connection)
    {
        if (_closed is not null)
        {
            connection.Refuse();
            return;
        }

        _running.Add(connection);
        connection.Start();
    }

    public void Remove(Connection connection)
    {
        _running.Remove(connection);
        ResolveIfClosed();
    }

    /// <summary>Takes no more connections, and closes all.</summary>
    /// <returns>Resolved once the last connection has ended.</returns>
    public Future<int> CloseAll()
    {
        if (_closed is not null)
            return _closed;
        _closed = txaio.CreateFuture<int>();
        // A connection whose close frame cannot be sent ends here and now.
        foreach (var connection in _running.ToArray())
            connection.CloseForStop();
        ResolveIfClosed();
        return _closed;
    }

    private void ResolveIfClosed()
    {
        if (_running.Count == 0)
            _closed?.TryResolve(0);
    }
}
