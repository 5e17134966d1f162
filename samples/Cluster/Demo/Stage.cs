using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Samples;

namespace DurableCalls.Demo;

/// <summary>The store, the nodes' configuration in a temporary folder, and the node processes.</summary>
internal sealed class Stage : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly PostgresServer? _postgres;
    private bool _isKept;

    private Stage(DirectoryInfo folder, PostgresServer? postgres, string configFile, IReadOnlyList<NodeProcess> nodes)
    {
        _folder = folder;
        _postgres = postgres;
        ConfigFile = configFile;
        Nodes = nodes;
    }

    /// <summary>The folder with the configuration, the SQLite file and the logs.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The file with the configuration of all nodes.</summary>
    public string ConfigFile { get; }

    /// <summary>The nodes; they are not started yet.</summary>
    public IReadOnlyList<NodeProcess> Nodes { get; }

    /// <exception cref="UsageException">PostgreSQL cannot be started.</exception>
    public static Stage Build(Options options)
    {
        var folder = Directory.CreateTempSubdirectory("txaio-cluster-");
        PostgresServer? postgres = null;
        try
        {
            postgres = options.Store == Store.Postgres ? StartPostgres() : null;
            var ports = FreePorts(options.Nodes);
            var configFile = Path.Combine(folder.FullName, "nodes.conf");
            File.WriteAllText(configFile, string.Join('\n', [
                File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "cluster.conf")),
                SeedNodes(ports),
                StoreSettings(folder, postgres)]));
            return new Stage(
                folder, postgres, configFile, [.. ports.Select(port => new NodeProcess(port, configFile))]);
        }
        catch
        {
            postgres?.Dispose();
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Lets the folder stay.</summary>
    /// <returns>The folder.</returns>
    public string KeepFolder()
    {
        _isKept = true;
        return Folder;
    }

    public void Dispose()
    {
        foreach (var node in Nodes)
            node.Dispose();
        _postgres?.Dispose();
        if (!_isKept)
            _folder.Delete(recursive: true);
    }

    private static PostgresServer StartPostgres() => PostgresServer.TryStart(out var server, out var why)
        ? server
        : throw new UsageException($"--store postgres: {why}");

    // Listens on all ports at once, so that they differ. Another program may take one before the node does; then the
    // node does not start, and the demo says so.
    private static List<int> FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(static listener => listener.Start());
        var ports = listeners.ConvertAll(static listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        listeners.ForEach(static listener => listener.Stop());
        return ports;
    }

    private static string SeedNodes(IEnumerable<int> ports) => string.Create(
        CultureInfo.InvariantCulture,
        $"akka.cluster.seed-nodes = [{string.Join(", ", ports.Select(static port =>
            $"\"akka.tcp://{DurableCalls.Nodes.NodeMode.SystemName}@127.0.0.1:{port}\""))}]");

    private static string StoreSettings(DirectoryInfo folder, PostgresServer? postgres)
    {
        return postgres is null
            ? $"txaio.cluster.store.file = \"{Path.Combine(folder.FullName, "calls.db")}\""
            : $$"""
                txaio.cluster.store {
                  provider-name = "PostgreSQL.15"
                  connection-string = "{{postgres.ConnectionString}}"
                }
                """;
    }
}
