using Txaio.Actors.Cluster.Hosting;

namespace Txaio.Actors.Hosting;

/// <summary>The call of this package that messages name, for the files of Txaio.Actors.Hosting compiled here.</summary>
internal static class OwnCall
{
    /// <summary>The name of the method.</summary>
    public const string Name = nameof(TxaioClusterServiceCollectionExtensions.AddTxaioDurableTimers);
}
