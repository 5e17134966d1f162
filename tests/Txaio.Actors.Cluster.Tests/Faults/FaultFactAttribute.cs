using Samples;

namespace Txaio.Actors.Cluster.Tests.Faults;

/// <summary>
/// A test of nodes, stores and links that fail, with processes and in real time. Such a test wants the machine for
/// itself, so it is skipped unless the environment has <c>TXAIO_FAULTS</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FaultFactAttribute : FactAttribute
{
    private const string Variable = "TXAIO_FAULTS";

    /// <param name="needsPostgres">Whether it needs a server of PostgreSQL.</param>
    public FaultFactAttribute(bool needsPostgres = false)
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            Skip = $"It wants the machine for itself: set {Variable}=1";
        else if (needsPostgres && !PostgresServer.IsInstalled)
            Skip = "PostgreSQL is not installed: apt-get install postgresql";
    }
}
