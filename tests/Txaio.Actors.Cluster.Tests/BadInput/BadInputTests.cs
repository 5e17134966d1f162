using Txaio.Actors.Tests.Shared.BadInput;
using Xunit.Abstractions;

namespace Txaio.Actors.Cluster.Tests.BadInput;

/// <summary>
/// Every public member of the package with null, default, negative, huge, hostile and wrong-state arguments: also of a
/// system that has ended, from inside a callback, and twice.
/// </summary>
public sealed class BadInputTests(ITestOutputHelper output)
{
    [Fact]
    public void No_member_throws_an_undocumented_exception_and_the_timer_works_afterwards() =>
        BadInputCheck.Run(output, typeof(ITxaioCluster).Assembly, static (documented, tryAll) =>
        {
            using var timers = new LiveTimers();
            BadInputRun run = null!;
            run = new BadInputRun(timers.Candidates, documented)
            {
                After = (_, result) =>
                {
                    var call = run.Current;
                    timers.After(result, error => run.Reported(call, error));
                },
                AfterMember = _ => timers.AssertWorks(),
                Places = [timers.InCallback],
            };
            tryAll(run);
        });
}
