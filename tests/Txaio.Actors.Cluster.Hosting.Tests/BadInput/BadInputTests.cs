using Akka.Configuration;
using Txaio.Actors.Hosting.Tests.BadInput;
using Txaio.Actors.Tests.Shared.BadInput;
using Xunit.Abstractions;

namespace Txaio.Actors.Cluster.Hosting.Tests.BadInput;

/// <summary>
/// Every public member of the package with null, default, negative, huge, hostile and wrong-state arguments. Options
/// that were set to any value become HOCON, or are refused with one line.
/// </summary>
public sealed class BadInputTests(ITestOutputHelper output)
{
    [Fact]
    public void No_member_throws_an_undocumented_exception() =>
        BadInputCheck.Run(output, typeof(TxaioClusterOptions).Assembly, static (documented, tryAll) =>
        {
            BadInputRun run = null!;
            run = new BadInputRun(HostCandidates.Of("Cluster:Dispatcher"), documented)
            {
                After = (target, _) =>
                {
                    if (target is TxaioClusterOptions options)
                        run.Reported(run.Current, Record.Exception(() => ConfigurationFactory.ParseString(ClusterOptionsHocon.Of(options))));
                },
            };
            tryAll(run);
        });
}
