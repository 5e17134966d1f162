using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Futures.Promises;

namespace Txaio.Actors.Tests.Futures;

/// <summary>The base class of tests of futures in virtual time, with a record of unhandled failures.</summary>
public abstract class FuturesTestKit : VirtualTestKit
{
    private readonly EventRecorder<DeadLetter> _deadLetters;

    protected FuturesTestKit(string? config = null)
        : base(config)
    {
        Tx = Sys.Txaio();
        _deadLetters = new EventRecorder<DeadLetter>(Sys);
    }

    protected static TimeSpan Second { get; } = TimeSpan.FromSeconds(1);

    protected ITxaio Tx { get; }

    protected IActorRefProvider Provider => ((ExtendedActorSystem)Sys).Provider;

    /// <summary>Whether a promise can be found by its path. The refs of Akka's own Asks do not count.</summary>
    protected bool HasPromises
    {
        get
        {
            var found = 0;
            Action<IInternalActorRef> count = child => found += child is PromiseRef ? 1 : 0;
            // Akka does not expose the type of /temp.
            Provider.TempContainer.GetType().GetMethod("ForEachChild")!.Invoke(Provider.TempContainer, [count]);
            return found > 0;
        }
    }

    /// <summary>The number of completed promises that can be found by their path.</summary>
    protected long KeptPromises => TxaioExtension.Get(Sys).CompletedPromises.Count;

    /// <summary>The notes of a test, in order.</summary>
    protected List<string> Seen { get; } = [];

    protected IReadOnlyList<DeadLetter> DeadLetters => _deadLetters.Events;

    protected Action<T> Note<T>(string what) => value => Seen.Add($"{what} {value}");

    /// <summary>Adds callbacks that write the outcome of a future into <see cref="Seen"/>.</summary>
    protected void NoteEnd<T>(Future<T> future, string name = "f") => future.AddCallbacks(
        value => Seen.Add($"{name} = {value}"),
        failure => Seen.Add($"{name} ! {failure.Value.GetType().Name}: {failure.Value.Message}"));

    /// <summary>Runs the loops and returns the outcome of the future as text.</summary>
    protected string EndOf<T>(Future<T> future)
    {
        Seen.Clear();
        NoteEnd(future);
        Time.RunUntilIdle();
        return string.Join("; ", Seen);
    }

    /// <summary>The exception that failed a future.</summary>
    protected Exception ErrorOf<T>(Future<T> future)
    {
        Exception? error = null;
        future.AddCallbacks(null, failure => error = failure.Value);
        Time.RunUntilIdle();
        return error ?? throw new InvalidOperationException($"{future} has not failed.");
    }
}
