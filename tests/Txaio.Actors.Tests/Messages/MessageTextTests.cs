using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Messages;
using Txaio.Actors.Tests.Futures;

namespace Txaio.Actors.Tests.Messages;

/// <summary>The text of a message has no path of a promise and no id of a call.</summary>
public sealed class MessageTextTests() : FuturesTestKit("akka.actor.serialize-messages = off")
{
    [Fact]
    public void Text_of_no_message_has_a_path_or_an_id()
    {
        var promise = Tx.CreateFuture<int>().Ref;
        var name = promise.Path.Name;
        const long Id = 8_123_456_789;
        var path = new InvalidOperationException(promise.Path.ToString());
        object[] messages =
        [
            new Resolve(promise), new Reject(path), new Cancel(), new Subscribe(promise),
            new FutureResolved(promise, promise), new FutureRejected(promise, path), CreateFuture.Instance,
            new FutureCreated(promise), new CallLater(Second, promise, promise), new CallScheduled(Id),
            new CancelCall(Id), new CallCancelled(Id, true), promise,
        ];
        var tested = messages.Select(static message => message.GetType());
        Assert.Empty(typeof(Resolve).Assembly.GetExportedTypes()
            .Where(static type => type.Namespace == typeof(Resolve).Namespace).Except(tested));

        foreach (var message in messages)
        {
            var text = message.ToString()!;
            Assert.DoesNotContain(name, text);
            Assert.DoesNotContain("/temp", text);
            Assert.DoesNotContain("8123456789", text);
            Assert.StartsWith(message is IActorRef ? "the promise of" : message.GetType().Name, text);
        }
    }

    [Fact]
    public void Text_of_messages_in_messages_of_any_depth_leaves_the_stack()
    {
        object nested = "innermost";
        for (var i = 0; i < 100_000; i++)
            nested = new Resolve(nested);

        Assert.Equal("Resolve(Resolve)", nested.ToString());
    }

    [Fact]
    public void Dead_letter_with_a_pending_promise_in_it_does_not_show_its_path()
    {
        var promise = Tx.CreateFuture<int>().Ref;
        var name = promise.Path.Name;
        var gone = CreateTestProbe();
        Sys.Stop(gone.Ref);
        var letters = CreateTestProbe();
        Sys.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        Watch(gone.Ref);
        ExpectTerminated(gone.Ref);

        gone.Ref.Tell(new FutureCreated(promise), Tx.Loop.Ref);
        gone.Ref.Tell(new CallLater(Second, promise, "x"), Tx.Loop.Ref);
        gone.Ref.Tell(promise, Tx.Loop.Ref);

        for (var i = 0; i < 3; i++)
            Assert.DoesNotContain(name, letters.FishForMessage<DeadLetter>(_ => true).ToString());
    }

    [Fact]
    public void Pending_calls_and_failed_asks_name_no_temporary_actor()
    {
        var promise = Tx.CreateFuture<int>().Ref;
        _ = promise.Path;
        var akkas = ((ExtendedActorSystem)Sys).Provider.CreateFutureRef(new TaskCompletionSource<object>());
        var remote = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"akka://{Sys.Name}/temp/secret");
        foreach (var target in new[] { promise, akkas, remote })
        {
            Tx.CallLater(Second, target, "message");
            Assert.DoesNotContain(
                target.Path.Name, new AskTargetException(target, typeof(int), "it is not there").Message);
        }

        Assert.All(TxaioExtension.Get(Sys).GetScheduledCalls(), call =>
        {
            Assert.DoesNotContain(promise.Path.Name, call.ToString());
            Assert.DoesNotContain("secret", call.ToString());
        });
    }
}
