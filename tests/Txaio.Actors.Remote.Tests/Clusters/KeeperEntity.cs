using Akka.Actor;
using Akka.Persistence;
using Txaio.Actors.Messages;

namespace Txaio.Actors.Remote.Tests.Clusters;

/// <summary>
/// A persistent entity that stores the path of a promise. After a move it completes the promise from another node.
/// </summary>
public sealed class KeeperEntity : ReceivePersistentActor
{
    private readonly Dictionary<int, List<IActorRef>> _askers = [];
    private IActorRef? _witness;
    private string _path = "";

    public KeeperEntity()
    {
        Recover<string>(path => _path = path);
        Command<Question>(Answer);
        Command<Keep>(keep => Persist(PathOf(keep.Promise ?? Sender), path =>
        {
            _path = path;
            keep.Witness.Tell(new Kept(Node, path));
        }));
        Command<Fulfil>(fulfil =>
        {
            Promise.Tell(MessageOf(fulfil));
            Sender.Tell(new Kept(Node, _path));
        });
        Command<WatchKept>(watch =>
        {
            _witness = watch.Witness;
            Context.Watch(Promise);
        });
        Command<Terminated>(_ => _witness.Tell(new PromiseEnded(Node)));
    }

    public override string PersistenceId => "keeper-" + Self.Path.Name;

    private static ExtendedActorSystem System => (ExtendedActorSystem)Context.System;

    private static string Node => System.Provider.DefaultAddress.ToString();

    private IActorRef Promise => System.Provider.ResolveActorRef(_path);

    // The address of this node, if the promise is this node's: the path must be found from every node.
    private static string PathOf(IActorRef promise) =>
        promise.Path.ToSerializationFormatWithAddress(System.Provider.DefaultAddress);

    private static object MessageOf(Fulfil fulfil) => fulfil.Completion switch
    {
        Completion.Resolve => new Resolve(fulfil.Text),
        Completion.Reject => new Reject(new InvalidOperationException(fulfil.Text)),
        Completion.Cancel => new Cancel(fulfil.Text),
        _ => fulfil.Text,
    };

    private void Answer(Question question)
    {
        if (!_askers.TryGetValue(question.Number, out var askers))
            _askers[question.Number] = askers = [];
        askers.Add(Sender);
        if (askers.Count > question.IgnoredTimes)
            Sender.Tell(new Answer(Node, question.Number, askers.Count, askers.Distinct().Count()));
    }
}
