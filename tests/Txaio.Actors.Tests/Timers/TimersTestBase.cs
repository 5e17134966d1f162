using Akka.Actor;

namespace Txaio.Actors.Tests.Timers;

/// <summary>
/// The base class of timer tests in virtual time, with a record of callbacks and their times.
/// </summary>
public abstract class TimersTestBase : VirtualTestKit
{
    /// <summary>The path of the actors of batched timers.</summary>
    protected const string TimersPath = "/system/txaio/timers";

    /// <summary>Starts the test's actor system.</summary>
    /// <param name="config">HOCON of this test.</param>
    protected TimersTestBase(string? config = null)
        : base(config) => Api = Sys.Txaio();

    /// <summary>The API, bound to the default loop.</summary>
    protected ITxaio Api { get; }

    /// <summary>The callbacks that ran, each with its time in seconds of virtual time.</summary>
    protected List<(string Name, double At)> Ran { get; } = [];

    /// <summary>The names of the callbacks that ran, in order.</summary>
    protected IEnumerable<string> RanNames => Ran.Select(static call => call.Name);

    /// <summary>A duration in seconds.</summary>
    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>A duration in milliseconds.</summary>
    protected static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>A callback that records its name and time.</summary>
    protected Action Note(string name) => () => Ran.Add((name, Time.Elapsed.TotalSeconds));

    /// <summary>Subscribes the test actor to reports of failures.</summary>
    protected void ListenForFailures() => Sys.EventStream.Subscribe(TestActor, typeof(UnhandledFailure));

    /// <summary>The names of the living children of a system actor, in alphabetical order.</summary>
    protected IEnumerable<string> ChildrenOf(string path)
    {
        var actor = ActorAt(path);
        return actor is ActorRefWithCell cell
            ? cell.Children.Select(static child => child.Path.Name).Order(StringComparer.Ordinal)
            : [];
    }

    /// <summary>The actor at a path such as <c>/system/txaio</c>, or an empty ref when the path has no actor.</summary>
    protected IActorRef ActorAt(string path)
    {
        string[] names = path["/system/".Length..].Split('/');
        return ((ExtendedActorSystem)Sys).Provider.SystemGuardian.GetChild(names);
    }
}
