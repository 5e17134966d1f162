namespace Txaio.Actors.Cluster.Stripes;

/// <summary>What a stripe does with calls that fell due more than a bucket before it recovered.</summary>
internal enum MissedCalls
{
    /// <summary>They are delivered late.</summary>
    Fire,

    /// <summary>They are marked as done without a delivery.</summary>
    Drop,
}
