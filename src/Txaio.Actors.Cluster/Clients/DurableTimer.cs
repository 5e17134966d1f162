using Akka.Actor;
using Txaio.Actors.Cluster.Messages;
using Txaio.Actors.Cluster.Serialization.Wire;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Cluster.Clients;

/// <summary>A timer on this node: checks calls and gives them to the clients of their stripes. Any thread.</summary>
/// <param name="host">The timer's node.</param>
/// <param name="bound">The changes of this node that wait.</param>
/// <param name="questions">The questions of this node that wait.</param>
/// <param name="writer">Makes changes from arguments.</param>
/// <param name="clients">The client of each stripe.</param>
internal sealed class DurableTimer(
    TimerHost host,
    WaitingBound bound,
    WaitingBound questions,
    CallWriter writer,
    IReadOnlyList<IActorRef> clients) : IDurableTimer
{
    public string Name => host.Settings.Name;

    /// <remarks>Set once, before the timer is given to callers.</remarks>
    public IActorRef Ref { get; set; } = ActorRefs.Nobody;

    public Future<DurableCallScheduled> Schedule(string key, TimeSpan delay, CallTarget target, object message) =>
        Send(writer.Schedule(key, delay, target, message));

    public Future<DurableCallScheduled> Schedule(string key, DateTimeOffset due, CallTarget target, object message) =>
        Send(writer.Schedule(key, due, target, message));

    public Future<DurableCallCancelled> Cancel(string key)
    {
        var change = CallWriter.Cancel(key);
        return Send<DurableCallCancelled>(key, reply => new PendingCancel(change, host.Now, reply));
    }

    public Future<DurableCallFound> Find(string key)
    {
        CallChecks.Key(key);
        return Ask<DurableCallFound>(1, reply => AskFor(key, reply));
    }

    public Future<PendingDurableCalls> Pending() => Ask<PendingDurableCalls>(host.Settings.Stripes, AskAll);

    public override string ToString() => $"durable timer '{Name}'";

    /// <summary>Stores a call; the reply goes to an actor.</summary>
    public void Schedule(ScheduleDurableCall call, IReply<DurableCallScheduled> reply)
    {
        var change = call.Delay is { } delay
            ? writer.Schedule(call.Key, delay, call.Target, call.Message)
            : writer.Schedule(call.Key, call.Due!.Value, call.Target, call.Message);
        Send(call.Key, new PendingSchedule(change, host.Now, reply));
    }

    /// <summary>Cancels a call; the reply goes to an actor.</summary>
    public void Cancel(string key, IReply<DurableCallCancelled> reply) =>
        Send(key, new PendingCancel(CallWriter.Cancel(key), host.Now, reply));

    /// <summary>Finds a call; the reply goes to an actor.</summary>
    public void Find(string key, IReply<DurableCallFound> reply)
    {
        CallChecks.Key(key);
        questions.Enter();
        AskFor(key, new CountedReply<DurableCallFound>(reply, questions, 1));
    }

    /// <summary>Asks all stripes for their numbers; the reply goes to an actor.</summary>
    public void Pending(IReply<PendingDurableCalls> reply)
    {
        questions.Enter(host.Settings.Stripes);
        AskAll(new CountedReply<PendingDurableCalls>(reply, questions, host.Settings.Stripes));
    }

    private void AskFor(string key, IReply<DurableCallFound> reply)
    {
        var stripe = StripeOf(key);
        var question = new StripeQuestion<Protocol.FoundCall>(
            host, new Protocol.FindCall(stripe, key), found => Found(key, found, reply), reply.Fail);
        clients[stripe].Tell(
            OwnMessage.Sign(new Question(host.Now, question.Ask, reply.Fail)), ActorRefs.NoSender);
    }

    private void AskAll(IReply<PendingDurableCalls> reply)
    {
        var replies = new PendingReplies(Name, host.Settings.Stripes, reply);
        for (var i = 0; i < host.Settings.Stripes; i++)
        {
            var stripe = i;
            new StripeQuestion<Protocol.StripeState>(
                host, new Protocol.GetStripeState(i), state => replies.Add(stripe, state), replies.Fail).Ask();
        }
    }

    private Future<T> Ask<T>(int places, Action<IReply<T>> ask)
    {
        questions.Enter(places);
        Future<T> future;
        try
        {
            future = host.Txaio.CreateFuture<T>();
        }
        catch (Exception)
        {
            // The default loop has ended or is full.
            questions.Leave(places);
            throw;
        }

        ask(new CountedReply<T>(new FutureReply<T>(future), questions, places));
        return future;
    }

    private Future<DurableCallScheduled> Send(Change change) => Send<DurableCallScheduled>(
        change.Schedule.Key, reply => new PendingSchedule(change, host.Now, reply));

    private Future<T> Send<T>(string key, Func<IReply<T>, PendingChange> pending)
    {
        // Before the future is made: a refused change leaves no future behind.
        bound.Enter();
        try
        {
            var future = host.Txaio.CreateFuture<T>();
            clients[StripeOf(key)].Tell(OwnMessage.Sign(pending(new FutureReply<T>(future))), ActorRefs.NoSender);
            return future;
        }
        catch (Exception)
        {
            // The default loop has ended or is full.
            bound.Leave();
            throw;
        }
    }

    private void Send(string key, PendingChange change)
    {
        bound.Enter();
        clients[StripeOf(key)].Tell(OwnMessage.Sign(change), ActorRefs.NoSender);
    }

    private int StripeOf(string key) => StripeHash.StripeOf(key, host.Settings.Stripes);

    private void Found(string key, Protocol.FoundCall found, IReply<DurableCallFound> reply)
    {
        DurableCall? call;
        try
        {
            call = found.Call is null ? null : CallReader.Read(host.System, found.Call);
        }
        catch (Exception e)
        {
            reply.Fail(new DurableTimerException(
                Name,
                $"Durable timer '{Name}' has the call, but this node cannot read its message: "
                    + $"{e.GetType().Name}: {e.Message}",
                e));
            return;
        }

        reply.Set(new DurableCallFound(key, call));
    }
}
