using Akka.Configuration;
using Txaio.Actors.Tests.Shared.BadInput;
using Xunit.Abstractions;

namespace Txaio.Actors.Hosting.Tests.BadInput;

/// <summary>
/// Every public member of the package with null, default, negative, huge, hostile and wrong-state arguments. Options
/// that were set to any value become HOCON, or are refused with one line.
/// </summary>
public sealed class BadInputTests(ITestOutputHelper output)
{
    [Fact]
    public void No_member_throws_an_undocumented_exception() =>
        BadInputCheck.Run(output, typeof(TxaioOptions).Assembly, static (documented, tryAll) =>
        {
            BadInputRun run = null!;
            run = new BadInputRun(HostCandidates.Of("Txaio:DefaultLoop"), documented)
            {
                After = (target, _) =>
                {
                    if (target is TxaioOptions options)
                        run.Reported(run.Current, Record.Exception(() => ConfigurationFactory.ParseString(OptionsHocon.Of(options))));
                },
            };
            tryAll(run);
        });
}
