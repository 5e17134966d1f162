using Txaio.Actors.Cluster.Tests.Faults.Stores;

namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>Nodes with the settings of hocon/cluster.conf, on processors that have other work.</summary>
[Collection(TestServer.Name)]
public sealed class BusyMachineTests : IDisposable
{
    private readonly Ledger _ledger = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("txaio-cluster-");

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [FaultFact]
    public async Task Nodes_form_a_cluster_and_stay_in_it_while_the_processors_are_busy()
    {
        var shipped = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "hocon", "cluster.conf"));
        using var busy = new BusyProcessors();
        await using var cluster = await FaultCluster.Start(
            _ledger, $"{shipped}\n{TestStores.Sqlite(_folder.FullName)}");
        var nodes = await cluster.AddProcesses(3);
        var load = new Load(_ledger, cluster);

        await load.Reached(1_000);
        await load.End();

        await _ledger.AssertKept(cluster.Report);
        Assert.True(nodes.All(cluster.IsUp) && cluster.Removed == 0, cluster.Report());
        Assert.Empty(_ledger.Failures);
    }

    private sealed class BusyProcessors : IDisposable
    {
        private volatile bool _isOver;

        public BusyProcessors()
        {
            for (var i = 0; i < 2 * Environment.ProcessorCount; i++)
                new Thread(Spin) { IsBackground = true }.Start();
        }

        public void Dispose() => _isOver = true;

        private void Spin()
        {
            while (!_isOver)
                Thread.SpinWait(1_000);
        }
    }
}
