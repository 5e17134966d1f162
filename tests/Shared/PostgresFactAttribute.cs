using Samples;

namespace Txaio.Actors.Tests.Shared;

/// <summary>A test on a real server of PostgreSQL, skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (!PostgresServer.IsInstalled)
            Skip = "PostgreSQL is not installed: apt-get install postgresql";
    }
}
