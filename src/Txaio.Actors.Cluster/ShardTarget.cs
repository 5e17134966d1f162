namespace Txaio.Actors.Cluster;

/// <summary>
/// An entity of a shard region. The delivery goes to the region in a <c>ShardingEnvelope</c>, and starts the entity if
/// it does not run. Not from txaio.
/// </summary>
/// <remarks>
/// Each node that may run a stripe of the timer needs the region, or a proxy of it. Where both are missing the delivery
/// is retried like one that is not acknowledged.
/// </remarks>
public sealed record ShardTarget : CallTarget
{
    /// <summary>Creates the target.</summary>
    /// <param name="type">The region's type name, as given to <c>ClusterSharding.Start</c>.</param>
    /// <param name="entityId">The entity's id.</param>
    /// <exception cref="ArgumentException">An argument is null, empty or white space.</exception>
    public ShardTarget(string type, string entityId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        ArgumentException.ThrowIfNullOrWhiteSpace(entityId);
        Type = type;
        EntityId = entityId;
    }

    /// <summary>The region's type name.</summary>
    public string Type { get; }

    /// <summary>The entity's id.</summary>
    public string EntityId { get; }

    /// <summary>A text such as <c>order/4711</c>.</summary>
    /// <returns>The type and the id.</returns>
    public override string ToString() => $"{Type}/{EntityId}";
}
