using System.Runtime.CompilerServices;
using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// The target of an Ask sees the future as the sender. As a ref, the future acts like any other ref, and equals the ref
/// that Akka resolves from its path.
/// </summary>
public sealed class AskRefTests : FuturesTestKit
{
    [Fact]
    public void Target_sees_the_futures_ref()
    {
        var (future, sender) = StartAsk();

        Assert.Same(future.Ref, sender);
        Assert.True(((IActorRefScope)sender).IsLocal);
        Assert.Same(ActorRefs.Nobody, ((IInternalActorRef)sender).Parent);
        Assert.Same(Provider, ((IInternalActorRef)sender).Provider);
        Assert.Equal("Future<String> of loop 'default' (pending)", sender.ToString());
    }

    [Fact]
    public void Ref_equals_the_ref_resolved_from_its_path()
    {
        var (future, sender) = StartAsk();
        var found = Provider.ResolveActorRef(sender.Path.ToSerializationFormat());
        var empty = new EmptyLocalActorRef(Provider, sender.Path, Sys.EventStream);
        var (other, _) = StartAsk();

        foreach (var same in (IActorRef[])[sender, found, empty])
        {
            Assert.True(sender.Equals(same));
            Assert.True(sender.Equals((object)same));
            Assert.True(same.Equals(sender));
            Assert.True(same.Equals((object)sender));
            Assert.Equal(sender.GetHashCode(), same.GetHashCode());
            Assert.Equal(0, sender.CompareTo(same));
            Assert.Contains(same, new HashSet<IActorRef> { sender });
            Assert.False(other.Ref.Equals(same));
            Assert.False(same.Equals(other.Ref));
            Assert.NotEqual(0, other.Ref.CompareTo(same));
        }

        Assert.False(sender.Equals(null));
        Assert.False(sender.Equals(TestActor));
        Assert.False(future.Equals("something else"));
        Assert.Single(new HashSet<Future<string>> { future, future });
    }

    /// <summary>Reading a path registers the promise, so a comparison in this process must not read the path.</summary>
    [Fact]
    public void Comparing_two_Asks_reads_no_path()
    {
        var (first, second) = (StartAsk().Sender, StartAsk().Sender);
        var set = new HashSet<IActorRef> { first, second };

        Assert.Contains(first, set);
        Assert.False(first.Equals(second));
        Assert.False(second.Equals((object)first));
        Assert.False(HasPromises);
    }

    [Fact]
    public void Reply_to_the_ref_resolved_from_its_path_completes_the_Ask()
    {
        var (future, sender) = StartAsk();

        Provider.ResolveActorRef(sender.Path.ToSerializationFormat()).Tell("answer", TestActor);

        Assert.Equal("f = answer", EndOf(future));
        Assert.False(HasPromises);
    }

    [Fact]
    public void Surrogate_resolves_to_the_same_ref()
    {
        var (future, sender) = StartAsk();

        var back = (IActorRef)sender.ToSurrogate(Sys).FromSurrogate(Sys);
        back.Tell("answer");

        Assert.Equal(sender, back);
        Assert.Equal("f = answer", EndOf(future));
    }

    [Fact]
    public void Watcher_gets_Terminated_when_the_Ask_completes()
    {
        var (future, sender) = StartAsk();
        Watch(sender);
        Time.RunUntilIdle();

        sender.Tell("answer");
        Time.RunUntilIdle();

        Assert.Equal(sender, ExpectTerminated(sender).ActorRef);
        Assert.True(future.IsCalled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Watcher_gets_Terminated_also_when_the_Ask_is_awaited(bool watchesFirst)
    {
        var (future, sender) = StartAsk();
        using var resumed = new ManualResetEventSlim();
        if (watchesFirst)
            Watch(sender);
        Time.RunUntilIdle();
        future.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(resumed.Set);
        if (!watchesFirst)
            Watch(sender);
        Time.RunUntilIdle();

        sender.Tell("answer");

        Assert.True(resumed.Wait(TimeSpan.FromSeconds(30)));
        Time.RunUntilIdle();
        Assert.Equal(sender, ExpectTerminated(sender).ActorRef);
    }

    [Fact]
    public void Unwatched_watcher_gets_no_Terminated()
    {
        var (_, sender) = StartAsk();
        Watch(sender);
        Time.RunUntilIdle();
        Unwatch(sender);

        sender.Tell("answer");
        Time.RunUntilIdle();

        ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Identify_and_Subscribe_get_their_replies()
    {
        var (future, sender) = StartAsk();

        sender.Tell(new Identify(7), TestActor);
        Assert.Equal(sender, ExpectMsg<ActorIdentity>(identity => Equals(identity.MessageId, 7)).Subject);

        sender.Tell(new Subscribe(TestActor));
        future.Resolve("answer");
        var told = ExpectMsg<FutureResolved>();
        Assert.Equal(("answer", sender), (told.Value, told.Future));
    }

    [Fact]
    public void Stop_of_the_ref_cancels_the_future()
    {
        var (future, sender) = StartAsk();

        Sys.Stop(sender);

        Assert.Equal("f ! FutureCancelledException: The promise was stopped.", EndOf(future));
    }

    /// <summary>
    /// The completing thread unregisters a future from its loop, and another future may take the slot. An await that
    /// races with the completion must not unregister that slot again.
    /// </summary>
    [Fact]
    public void Await_of_a_completed_future_does_not_unregister_another()
    {
        var (first, sender) = StartAsk();
        sender.Tell("answer");
        Assert.Equal(0, Tx.Loop.Dependents.Count);
        List<Future<string>> pending = [];
        while (Tx.Loop.Dependents.Count < 256 && pending.Count < 4096)
            pending.Add(StartAsk().Future);
        var waiting = Tx.Loop.Dependents.Count;
        using var resumed = new ManualResetEventSlim();

        first.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(resumed.Set);

        Assert.True(resumed.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal(waiting, Tx.Loop.Dependents.Count);
        Time.Terminate();
        Assert.All(pending, static future => Assert.IsType<LoopTerminatedException>(future.Error));
    }

    [Fact]
    public void All_awaits_resume_once_each()
    {
        var (future, sender) = StartAsk();
        var resumed = new int[5];
        using var waiting = new CountdownEvent(resumed.Length);
        for (var i = 0; i < resumed.Length; i++)
        {
            var awaiter = i;
            future.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() =>
            {
                Interlocked.Increment(ref resumed[awaiter]);
                waiting.Signal();
            });
        }

        sender.Tell("answer");

        Assert.True(waiting.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal([1, 1, 1, 1, 1], resumed);
        Assert.True(SpinWait.SpinUntil(() => Tx.Loop.Dependents.Count == 0, TimeSpan.FromSeconds(30)));
    }

    /// <summary>A reference to the future does not keep the methods that awaited it, nor their locals.</summary>
    [Fact]
    public void Future_that_is_kept_releases_the_awaiting_method()
    {
        var (future, sender) = StartAsk();
        using var resumed = new ManualResetEventSlim();
        var held = AwaitWith(future, resumed);

        sender.Tell("answer");
        Assert.True(resumed.Wait(TimeSpan.FromSeconds(30)));

        Assert.Equal(0, Tx.Loop.Dependents.Count);
        // The thread that resumed the method may hold the object for a moment longer.
        Assert.True(SpinWait.SpinUntil(() => IsCollected(held), TimeSpan.FromSeconds(30)));
        Assert.True(future.IsCalled);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AwaitWith(Future<string> future, ManualResetEventSlim resumed)
    {
        var held = new object();
        future.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() =>
        {
            GC.KeepAlive(held);
            resumed.Set();
        });
        return new WeakReference(held);
    }

    private static bool IsCollected(WeakReference held)
    {
        GC.Collect();
        return !held.IsAlive;
    }

    private (Future<string> Future, IActorRef Sender) StartAsk()
    {
        var probe = CreateTestProbe();
        var future = Tx.Ask<string>(probe.Ref, "question");
        probe.ExpectMsg("question");
        return (future, probe.Sender);
    }
}
