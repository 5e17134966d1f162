using Akka.Actor;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Threading;

namespace Txaio.Actors;

/// <content>The future as an actor.</content>
public abstract partial class Future
{
    /// <summary>The promise; made when it is first read.</summary>
    internal PromiseRef Promise
    {
        get
        {
            while (true)
            {
                var held = Volatile.Read(ref _cancellerOrPromise);
                if (held is PromiseRef promise)
                    return promise;
                var made = held is Delegate canceller
                    ? new CancellablePromiseRef(this, canceller)
                    : new PromiseRef(this);
                StressPoint.Here();
                if (ReferenceEquals(Interlocked.CompareExchange(ref _cancellerOrPromise, made, held), held))
                    return made;
            }
        }
    }

    /// <summary>The ref by which other actors know the future.</summary>
    private protected virtual IActorRef Self => Promise;

    /// <summary>Whether late subscribers can find the promise for a while after it has completed.</summary>
    internal virtual bool IsKept => _loop.Promises.Keeps;
}
