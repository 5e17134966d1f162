using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Akka.Actor;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// The path of a promise is made when it is first read, cannot be guessed, and is registered while the promise is
/// pending. <see cref="CompletedPromiseTests"/> tests the time after the completion.
/// </summary>
public sealed class PromisePathTests : FuturesTestKit
{
    [Fact]
    public void Path_is_128_random_bits_under_temp_and_stays()
    {
        var future = Tx.CreateFuture<int>();
        var path = future.Ref.Path;

        Assert.Same(path, future.Ref.Path);
        Assert.Equal(Provider.TempContainer.Path, path.Parent);
        Assert.Matches(new Regex("^[A-Za-z0-9_-]{22}$"), path.Name);
    }

    /// <summary>No part of a name can be guessed from another name.</summary>
    [Fact]
    public void Names_differ_in_every_position()
    {
        var names = Enumerable.Range(0, 500).Select(_ => Tx.CreateFuture().Ref.Path.Name).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        for (var position = 0; position < 21; position++)
            Assert.InRange(names.Select(name => name[position]).Distinct().Count(), 40, 64);
    }

    [Fact]
    public void Path_is_not_made_to_deliver_a_reply()
    {
        var probe = CreateTestProbe();
        var future = Tx.Ask<string>(probe.Ref, "question");
        probe.ExpectMsg("question");
        var before = HasPromises;

        probe.Reply("answer");

        Assert.False(before);
        Assert.Equal("f = answer", EndOf(future));
        _ = Tx.CreateFuture().Ref.Path;
        Assert.True(HasPromises);
    }

    [Fact]
    public void Path_is_registered_until_keep_completed_after_the_completion()
    {
        var future = Tx.CreateFuture<string>();
        var path = future.Ref.Path.ToSerializationFormat();
        Time.Advance(Second * 100);

        Assert.Same(future.Ref, Provider.ResolveActorRef(path));
        future.Resolve("x");
        Assert.Same(future.Ref, Provider.ResolveActorRef(path));
        Time.Advance(Second * 31);

        Assert.NotSame(future.Ref, Provider.ResolveActorRef(path));
        Assert.False(HasPromises);
    }

    [Fact]
    public void Path_read_after_completion_is_registered_for_keep_completed()
    {
        var future = Tx.CreateFutureSuccess("x");
        Time.Advance(Second * 100);
        var path = future.Ref.Path;

        Assert.Matches(new Regex("^[A-Za-z0-9_-]{22}$"), path.Name);
        Time.Advance(Second * 29);
        Assert.Same(future.Ref, Provider.ResolveActorRef(path.ToSerializationFormat()));
        Time.Advance(Second * 2);

        Assert.NotSame(future.Ref, Provider.ResolveActorRef(path.ToSerializationFormat()));
        Assert.Same(path, future.Ref.Path);
        Assert.False(HasPromises);
    }

    /// <summary>Sets and tables of this process compare refs without reading the path.</summary>
    [Fact]
    public void Path_is_not_read_to_compare_keep_watch_or_subscribe_here()
    {
        var (future, other) = (Tx.CreateFuture<string>(), Tx.CreateFuture<string>());
        var set = new HashSet<IActorRef> { future.Ref, other.Ref };
        var echo = Sys.ActorOf(Props.Create<EchoActor>().WithDispatcher(VirtualDispatcherId));

        Assert.Contains(future.Ref, set);
        Assert.False(future.Ref.Equals(other.Ref));
        Assert.False(future.Ref.Equals((object)echo));
        Watch(future.Ref);
        future.Ref.Tell(new Subscribe(echo));
        Time.RunUntilIdle();

        Assert.False(HasPromises);
        Assert.Equal(1, future.Promise.Subscribers);
        Assert.Equal(future.Ref.Path, set.First().Path);
    }

    /// <summary>Another node or a serialized message may hold such a ref after the promise has been removed.</summary>
    [Fact]
    public void Promise_equals_every_ref_of_its_path()
    {
        var future = Tx.CreateFuture<string>();
        var hash = future.Ref.GetHashCode();
        var same = new EmptyLocalActorRef(Provider, future.Ref.Path, Sys.EventStream);
        var (equal, set) = (future.Ref.Equals(same), new HashSet<IActorRef> { future.Ref });

        Assert.True(equal);
        Assert.True(same.Equals(future.Ref));
        Assert.Equal(hash, same.GetHashCode());
        Assert.Contains(same, set);
        Assert.False(Tx.CreateFuture().Ref.Equals(same));
        Assert.False(future.Ref.Equals(null));
    }

    /// <summary>
    /// Remoting finds a promise by the path's string. A selection by path does not work, because Akka drops all
    /// selections below /temp.
    /// </summary>
    [Fact]
    public void Reply_to_the_path_as_a_string_completes_it_while_pending_and_not_after()
    {
        var future = Tx.CreateFuture<string>();
        var path = future.Ref.Path.ToString();

        Sys.ActorSelection(path).Tell("by selection");
        Assert.False(future.IsCalled);
        Provider.ResolveActorRef(path).Tell("by path");
        Provider.ResolveActorRef(path).Tell("too late");

        Assert.Equal("f = by path", EndOf(future));
        Assert.Equal("too late", Assert.Single(DeadLetters).Message);
    }

    [Fact]
    public void Selection_that_starts_at_the_promise_finds_it()
    {
        var future = Tx.CreateFuture<string>();
        var selection = new ActorSelection(future.Ref, "");

        Assert.Equal(future.Ref, Time.WaitFor(selection.ResolveOne(Second)));
        selection.Tell("by selection");

        Assert.Equal("f = by selection", EndOf(future));
    }

    [Fact]
    public void Ref_survives_as_text_and_inside_a_message()
    {
        var (asText, inMessage) = (Tx.CreateFuture<string>(), Tx.CreateFuture<string>());
        var text = Akka.Serialization.Serialization.SerializedActorPath(asText.Ref);
        Provider.ResolveActorRef(text).Tell("by text");

        // With serialize-messages on, the actor gets a copy of the message. The ref in the copy was found by its path.
        var replier = Sys.ActorOf(Props.Create<Replier>().WithDispatcher(VirtualDispatcherId));
        replier.Tell(new Request(inMessage.Ref, "by message"));

        Assert.Equal("f = by text", EndOf(asText));
        Assert.Equal("f = by message", EndOf(inMessage));
    }

    [Fact]
    public async Task Path_read_first_by_many_threads_is_the_same_for_all()
    {
        for (var i = 0; i < 50; i++)
        {
            var future = Tx.CreateFuture<int>();
            using var barrier = new Barrier(4);
            var paths = new ConcurrentBag<ActorPath>();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    barrier.SignalAndWait();
                    if (thread == 0)
                        future.Resolve(1);
                    else
                        paths.Add(future.Ref.Path);
                },
                TaskCreationOptions.LongRunning)));

            Assert.Single(paths.Distinct());
            Assert.Same(future.Ref, Provider.ResolveActorRef(paths.First().ToSerializationFormat()));
        }

        Assert.Equal(0, Tx.Loop.Dependents.Count);
        Assert.Equal(50, KeptPromises);
        Time.Advance(Second * 31);
        Assert.Equal(0, KeptPromises);
        Assert.False(HasPromises);
    }

    private sealed record Request(IActorRef ReplyTo, string Text);

    private sealed class Replier : UntypedActor
    {
        protected override void OnReceive(object message) => ((Request)message).ReplyTo.Tell(((Request)message).Text);
    }
}
