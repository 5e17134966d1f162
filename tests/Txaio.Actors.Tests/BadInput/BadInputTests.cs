using System.Reflection;
using Txaio.Actors.Tests.Shared.BadInput;
using Xunit.Abstractions;

namespace Txaio.Actors.Tests.BadInput;

/// <summary>
/// Every public member with null, default, negative, huge, hostile and wrong-state arguments. A new member is tried
/// without a line here, and fails when it lacks its checks.
/// </summary>
public sealed class BadInputTests(ITestOutputHelper output)
{
    [Fact]
    public void No_member_throws_an_undocumented_exception_and_the_loop_works_afterwards() =>
        BadInputCheck.Run(output, typeof(ITxaio).Assembly, TryAll);

    // The awaiters do as a task's awaiter does: GetResult of a pending future blocks a thread that is not on a loop, and
    // a rest that throws on the thread pool ends the process. An async method catches what its rest throws.
    private static bool LeftOut(MethodBase member, object? target, object?[] arguments) => member.Name switch
    {
        "GetResult" => IsPending(target!),
        "OnCompleted" or "UnsafeOnCompleted" => Candidates.Throws(arguments[0]),
        // Ten million runs until the bucket ends, as asked.
        "CallRepeatedly" => arguments[0] is TimeSpan { Ticks: 1 },
        _ => false,
    };

    // docs/logging.md: a log call never throws. An entry's format comes from such a call.
    private static bool IsOfLogCall(MethodBase member) =>
        member.DeclaringType!.Name.StartsWith("TxaioLogInterpolatedStringHandler", StringComparison.Ordinal)
        || member.DeclaringType == typeof(TxaioLoggerExtensions)
        || (member.DeclaringType == typeof(TxaioLogEntry) && member.Name == $"set_{nameof(TxaioLogEntry.Format)}");

    private static bool IsPending(object awaiter)
    {
        try
        {
            return awaiter.GetType().GetProperty("IsCompleted")!.GetValue(awaiter) is false;
        }
        catch (TargetInvocationException)
        {
            return false;
        }
    }

    private static void TryAll(DocumentedExceptions documented, Action<BadInputRun> tryAll)
    {
        using var live = new LiveSystem();
        BadInputRun run = null!;
        run = new BadInputRun(live.Candidates, documented)
        {
            After = (target, result) =>
            {
                var call = run.Current;
                live.After(target, result, error => run.Reported(call, error));
            },
            LeftOut = LeftOut,
            TakesNull = IsOfLogCall,
            AfterMember = _ => live.AssertWorks(),
        };
        tryAll(run);
    }
}
