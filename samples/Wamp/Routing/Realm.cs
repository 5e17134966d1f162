using Akka;
using Wamp.PubSub;
using Wamp.Rpc;
using Wamp.Sessions;

namespace Wamp.Routing;

/// <summary>A realm: a broker and a dealer on their own loop. Any thread may post to the loop.</summary>
internal sealed class Realm : IDisposable
{
    private static readonly TimeSpan TimeoutBucket = TimeSpan.FromMilliseconds(50);

    private readonly EventLoop _loop;
    private readonly IBatchedTimer _timeouts;
    private readonly Broker _broker = new();
    private readonly Dealer _dealer;
    private readonly Action<(Peer From, Message Message)> _route;

    public Realm(string name, ITxaio txaio)
    {
        Name = name;
        _loop = txaio.Loop;
        // Rounded up, never early: a call that is answered before its timeout must not fail.
        _timeouts = txaio.MakeBatchedTimer(TimeoutBucket, rounding: BucketRounding.Up);
        _dealer = new Dealer(txaio, _timeouts);
        _route = Route;
    }

    public string Name { get; }

    /// <summary>Routes a message of a member.</summary>
    public void Post(Peer from, Message message) => _loop.CallSoon(_route, (from, message));

    /// <summary>Completes the promise when the realm has routed all messages that were posted earlier.</summary>
    public void CatchUp(IActorRef promise) => _loop.CallSoon(static promise => promise.Tell(Done.Instance), promise);

    public void Leave(Peer peer) => _loop.CallSoon(
        peer =>
        {
            peer.HasLeft = true;
            _broker.Leave(peer);
            _dealer.Leave(peer);
        },
        peer);

    /// <summary>Counts what the realm holds. The loop itself counts, because the dictionaries belong to it.</summary>
    public Task<RealmState> GetStateAsync() => _loop.RunAsync(() => new RealmState(
        Name, _broker.Count, _dealer.Count, _dealer.Calls, _timeouts.PendingCalls, _loop.GetStatistics()));

    public void Dispose() => _timeouts.Dispose();

    private void Route((Peer From, Message Message) posted)
    {
        var (from, message) = posted;
        from.Take();
        if (from.HasLeft)
            return;
        try
        {
            switch (message)
            {
                case Call call:
                    _dealer.Call(from, call);
                    break;
                case Yield { Progress: true } part:
                    _dealer.Progress(from, part);
                    break;
                case Yield result:
                    _dealer.Resolve(from, result);
                    break;
                case Error { RequestType: Codes.Invocation } error:
                    _dealer.Reject(from, error);
                    break;
                case Cancel cancel:
                    _dealer.Cancel(from, cancel);
                    break;
                case Register register:
                    _dealer.Register(from, register);
                    break;
                case Unregister unregister:
                    _dealer.Unregister(from, unregister);
                    break;
                case Publish publish:
                    _broker.Publish(from, publish);
                    break;
                case Subscribe subscribe:
                    _broker.Subscribe(from, subscribe);
                    break;
                case Unsubscribe unsubscribe:
                    _broker.Unsubscribe(from, unsubscribe);
                    break;
                default:
                    throw new ProtocolViolationException($"{message.Name} is not allowed after WELCOME");
            }
        }
        catch (ProtocolViolationException violation)
        {
            from.Session.Tell(new Violated(violation.Message));
        }
    }
}

/// <summary>The counts of a realm at one moment.</summary>
internal sealed record RealmState(
    string Name, int Topics, int Procedures, int Calls, long Timeouts, LoopStatistics Loop);
