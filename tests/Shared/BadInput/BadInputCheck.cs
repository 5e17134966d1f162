using System.Reflection;
using Xunit;
using Xunit.Abstractions;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>Tries all public members of an assembly on a thread of its own, and fails the test for each that is wrong.</summary>
internal static class BadInputCheck
{
    // Only a call that never returns takes that long.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    /// <summary>Tries the members.</summary>
    /// <param name="output">Gets the number of calls.</param>
    /// <param name="assembly">The assembly, with its documentation file beside it.</param>
    /// <param name="tryAll">Makes the run, and passes it to its argument, on the thread that makes all calls.</param>
    public static void Run(ITestOutputHelper output, Assembly assembly, Action<DocumentedExceptions, Action<BadInputRun>> tryAll)
    {
        BadInputRun? run = null;
        Exception? failure = null;
        var documented = DocumentedExceptions.Of(assembly);
        // The thread also drives the virtual time. A call that blocks it forever is named below.
        var thread = new Thread(() => failure = Record.Exception(() => tryAll(documented, made =>
        {
            run = made;
            foreach (var member in PublicMembers.Of(assembly))
                made.Try(member);
        })))
        { IsBackground = true };
        thread.Start();

        Assert.True(thread.Join(Longest), $"This call does not return: {run?.Current}\n{string.Join('\n', run?.Wrong ?? [])}");
        Assert.True(failure is null, $"{run?.Current}: {failure}\n{string.Join('\n', run?.Wrong ?? [])}");
        output.WriteLine($"{run!.Calls} calls of {run.Members} members");
        Assert.True(run.Members > 0, "There is no member to try.");
        Assert.True(run.Wrong.Count == 0, $"{run.Wrong.Count} of {run.Calls} calls:\n{string.Join('\n', run.Wrong.Order())}");
    }
}
