using System.Reflection;
using Txaio.Actors.TestKit;
using Txaio.Actors.Tests.Shared.BadInput;
using Xunit.Abstractions;

namespace Txaio.Actors.TestKit.Tests.BadInput;

/// <summary>
/// Every public member of the package with null, default, negative, huge, hostile and wrong-state arguments: also of a
/// system that has ended, from inside a callback, from another thread while this one drives, and twice.
/// </summary>
public sealed class BadInputTests(ITestOutputHelper output)
{
    [Fact]
    public void No_member_throws_an_undocumented_exception_and_the_time_works_afterwards() =>
        BadInputCheck.Run(output, typeof(VirtualTime).Assembly, static (documented, tryAll) =>
        {
            using var systems = new VirtualSystems();
            tryAll(new BadInputRun(systems.Candidates, documented)
            {
                After = systems.After,
                AfterMember = _ => systems.AssertWorks(),
                LeftOut = LeftOut,
                Places = [systems.InCallback, VirtualSystems.OnOtherThread],
            });
        });

    // A task that never completes is awaited as long as the call says.
    private static bool LeftOut(MethodBase member, object? target, object?[] arguments) =>
        arguments is [Task { IsCompleted: false }, var timeout] && timeout is not TimeSpan { TotalSeconds: < 1, TotalMilliseconds: not -1 };
}
