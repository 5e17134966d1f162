using System.Buffers.Text;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Txaio.Actors;

/// <summary>
/// A future as an actor. Its path is made, and registered under <c>/temp</c>, when somebody first reads it: nothing
/// local does so to deliver a reply. The name is 128 bits from a cryptographic generator, because a name that can be
/// guessed, or that comes again after a restart, lets a stray reply complete the wrong promise.
/// </summary>
internal class PromiseRef(Future future) : MinimalActorRef
{
    private const int NameBytes = 16;

    // The path once it is made, and the watchers. Any thread; guarded by the lock on this object, taken only by who
    // reads the path, watches, or completes after one of those.
    private ActorPath? _path;
    private HashSet<IActorRef>? _watchers;
    private bool _registered;
    private bool _completed;

    /// <summary>What the future's cancel runs.</summary>
    public Delegate? Canceller { get; init; }

    public Future Future => future;

    public override IActorRefProvider Provider => future.Loop.System.Provider;

    public override ActorPath Path => Volatile.Read(ref _path) ?? MakePath();

    public override void Stop() => future.Cancel("The promise was stopped.");

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Watch watch when Equals(watch.Watchee) && !Equals(watch.Watcher):
                AddWatcher(watch.Watcher);
                break;
            case Unwatch unwatch when Equals(unwatch.Watchee):
                lock (this)
                    _watchers?.Remove(unwatch.Watcher);
                break;
        }
    }

    /// <summary>The future was called.</summary>
    public virtual void Completed()
    {
        HashSet<IActorRef>? watchers;
        lock (this)
        {
            _completed = true;
            if (_registered)
                Provider.UnregisterTempActor(_path);
            _registered = false;
            watchers = _watchers;
            _watchers = null;
        }

        foreach (var watcher in watchers ?? [])
            Notify(watcher);
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case Identify identify:
                sender.Tell(new ActorIdentity(identify.MessageId, this), this);
                break;
            case PoisonPill or Kill:
                future.Cancel($"The promise got a {message.GetType().Name}.");
                break;
            case IAutoReceivedMessage:
                break;
            default:
                if (!TryComplete(message))
                    Provider.DeadLetters.Tell(new DeadLetter(message, sender ?? Provider.DeadLetters, this), sender);
                break;
        }
    }

    private bool TryComplete(object message)
    {
        // A future whose type is the failure's takes it as its value, as Akka's Ask does.
        if (future.ResultType.IsInstanceOfType(message) && future.ResultType == message.GetType())
            return future.TryAccept(message);
        return message switch
        {
            Status.Failure failure => future.TryReject(CauseOf(failure.Cause)),
#pragma warning disable CS0618 // Obsolete in Akka, but actors still send it.
            Failure failure => future.TryReject(CauseOf(failure.Exception)),
#pragma warning restore CS0618
            _ => future.TryAccept(message),
        };
    }

    private static Exception CauseOf(Exception? cause) =>
        cause ?? new FutureCancelledException("The reply was a failure without a cause.");

    private void AddWatcher(IActorRef watcher)
    {
        lock (this)
        {
            if (!_completed)
            {
                (_watchers ??= []).Add(watcher);
                return;
            }
        }

        Notify(watcher);
    }

    private void Notify(IActorRef watcher) =>
        ((IInternalActorRef)watcher).SendSystemMessage(
            new DeathWatchNotification(this, existenceConfirmed: true, addressTerminated: false));

    private ActorPath MakePath()
    {
        // Somebody means to send it elsewhere, so somebody waits.
        future.JoinLoop();
        lock (this)
        {
            if (_path is not null)
                return _path;
            Span<byte> bits = stackalloc byte[NameBytes];
            RandomNumberGenerator.Fill(bits);
            var path = Provider.TempContainer.Path / Base64Url.EncodeToString(bits);
            if (!_completed)
            {
                Provider.RegisterTempActor(this, path);
                _registered = true;
            }

            Volatile.Write(ref _path, path);
            return path;
        }
    }
}
