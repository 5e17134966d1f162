using Xunit.Abstractions;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The base class of loop tests: the default loop in virtual time, and the published events.</summary>
public abstract class LoopTestKit : VirtualTestKit
{
    protected static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    protected static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Only a failing test waits that long.</summary>
    protected static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    protected LoopTestKit(string? config = null, ITestOutputHelper? output = null)
        : base(config, output)
    {
        Published = PublishedEvents.Of(Sys);
        Api = Sys.Txaio();
    }

    protected ITxaio Api { get; }

    protected EventLoop Loop => Api.Loop;

    /// <summary>The notes of a test's callbacks, in order; callbacks run on the test's thread.</summary>
    protected List<string> Notes { get; } = [];

    private protected PublishedEvents Published { get; }

    protected void Note(string note) => Notes.Add(note);

    /// <summary>Runs <paramref name="callback"/> on the loop, and all work that follows.</summary>
    protected void OnLoop(Action callback)
    {
        Loop.CallSoon(callback);
        Time.RunUntilIdle();
    }
}
