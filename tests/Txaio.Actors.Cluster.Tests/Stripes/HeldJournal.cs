using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>
/// A journal in front of Akka's default journal. The test holds the writes on their way to it, and learns when events
/// were deleted.
/// </summary>
public sealed class HeldJournal : UntypedActor
{
    /// <summary>The plugin's id.</summary>
    public const string Id = "held-journal";

    public const string Config =
        """
        held-journal {
          class = "Txaio.Actors.Cluster.Tests.Stripes.HeldJournal, Txaio.Actors.Cluster.Tests"
          plugin-dispatcher = "akka.actor.default-dispatcher"
        }
        """;

    private readonly IActorRef _journal = Persistence.Instance.Apply(Context.System).JournalFor(null);
    private readonly Queue<(object Message, IActorRef Sender)> _held = new();
    private readonly Queue<IActorRef> _deleting = new();
    private readonly List<IActorRef> _waiting = [];
    private bool _isHeld;
    private bool _hasDeleted;

    public HeldJournal(Config config) => ArgumentNullException.ThrowIfNull(config);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Hold:
                _isHeld = true;
                Sender.Tell(message);
                break;
            case LetGo:
                _isHeld = false;
                while (_held.TryDequeue(out var held))
                    _journal.Tell(held.Message, held.Sender);
                Sender.Tell(message);
                break;
            case WaitForDeletion:
                _waiting.Add(Sender);
                TellDeleted();
                break;
            case WriteMessages when _isHeld:
                _held.Enqueue((message, Sender));
                break;
            case DeleteMessagesTo delete:
                _deleting.Enqueue(delete.PersistentActor);
                _journal.Tell(new DeleteMessagesTo(delete.PersistenceId, delete.ToSequenceNr, Self));
                break;
            case DeleteMessagesSuccess or DeleteMessagesFailure:
                _hasDeleted |= message is DeleteMessagesSuccess;
                _deleting.Dequeue().Tell(message);
                TellDeleted();
                break;
            default:
                _journal.Forward(message);
                break;
        }
    }

    private void TellDeleted()
    {
        if (!_hasDeleted)
            return;
        foreach (var to in _waiting)
            to.Tell(new WaitForDeletion());
        _waiting.Clear();
    }

    /// <summary>Holds the writes that arrive from now on. Replied to with itself.</summary>
    internal sealed record Hold : INoSerializationVerificationNeeded;

    /// <summary>Lets the writes go on. Replied to with itself.</summary>
    internal sealed record LetGo : INoSerializationVerificationNeeded;

    /// <summary>Replied to with itself once events were deleted.</summary>
    internal sealed record WaitForDeletion : INoSerializationVerificationNeeded;
}
