namespace Txaio.Actors;

/// <content>The future as an actor.</content>
public abstract partial class Future
{
    /// <summary>The promise's ref; made when it is first asked for.</summary>
    internal PromiseRef Promise
    {
        get
        {
            while (true)
            {
                var extra = Volatile.Read(ref _extra);
                if (extra is PromiseRef promise)
                    return promise;
                var made = extra is Delegate canceller
                    ? new CancellablePromiseRef(this, canceller)
                    : new PromiseRef(this);
                if (ReferenceEquals(Interlocked.CompareExchange(ref _extra, made, extra), extra))
                    return made;
            }
        }
    }

    /// <summary>The promise, when it is an Ask's.</summary>
    internal AskRef? Ask => Volatile.Read(ref _extra) as AskRef;

    /// <summary>Gives a new future a ref of its own making.</summary>
    internal void SetPromise(PromiseRef promise) => _extra = promise;
}
