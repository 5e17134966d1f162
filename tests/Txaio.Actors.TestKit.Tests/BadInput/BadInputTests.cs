using System.Reflection;
using Txaio.Actors.Tests.Shared.BadInput;
using Xunit.Abstractions;

namespace Txaio.Actors.TestKit.Tests.BadInput;

/// <summary>
/// Every public member of the package with null, default, negative, huge, hostile and wrong-state arguments: also of a
/// system that has ended, and twice.
/// </summary>
public sealed class BadInputTests(ITestOutputHelper output)
{
    [Fact]
    public void No_member_throws_an_undocumented_exception_and_the_time_still_moves() =>
        BadInputCheck.Run(output, typeof(VirtualTime).Assembly, static (documented, tryAll) =>
        {
            using var live = new LiveTime();
            tryAll(new BadInputRun(live.Candidates, documented)
            {
                After = (_, result) => live.After(result),
                AfterMember = _ => live.AssertWorks(),
                LeftOut = LeftOut,
            });
        });

    // A task that does not end is awaited for as long as asked. The message of a Terminate that gives up is a list.
    private static bool LeftOut(MethodBase member, object? target, object?[] arguments) => member.Name switch
    {
        nameof(VirtualTime.WaitFor) => arguments[0] is Task { IsCompleted: false }
            && (arguments[1] is not TimeSpan timeout || timeout == Timeout.InfiniteTimeSpan || timeout > TimeSpan.FromDays(1)),
        nameof(VirtualTime.Terminate) =>
            arguments[0] is TimeSpan timeout && timeout >= TimeSpan.Zero && timeout < TimeSpan.FromSeconds(1),
        _ => false,
    };
}
