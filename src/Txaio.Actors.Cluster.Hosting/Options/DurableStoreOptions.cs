namespace Txaio.Actors.Cluster.Hosting;

/// <summary>
/// The section <c>txaio.cluster.store</c>. An option that is null keeps the HOCON's value. Not from txaio.
/// </summary>
public sealed class DurableStoreOptions
{
    /// <summary>
    /// The file of the provider <c>SQLite.MS</c>; its folder is created. Default <c>txaio-durable-timers.db</c>. Not
    /// used with a <see cref="ConnectionString"/>.
    /// </summary>
    public string? File { get; set; }

    /// <summary>
    /// A name of <c>LinqToDB.ProviderName</c>, with a version if there is one: <c>SQLite.MS</c>, the default, or
    /// <c>PostgreSQL.15</c>. The program references the provider's package, such as Npgsql.
    /// </summary>
    public string? ProviderName { get; set; }

    /// <summary>
    /// The connection string; needed for other providers than <c>SQLite.MS</c>. Default empty: made from
    /// <see cref="File"/>.
    /// </summary>
    public string? ConnectionString { get; set; }
}
