using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Messages;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.Tests.Shared;

/// <summary>
/// The base class of tests with several nodes. The test's process is a node and starts other processes as nodes. The
/// tests use real time and real sockets, so each wait is for a message or a line of output, with ample time.
/// </summary>
public abstract class RemoteTestKit : Akka.TestKit.Xunit2.TestKit
{
    /// <summary>With these settings a node notices within about two seconds that another node is gone.</summary>
    protected const string SoonNoticed =
        """
        akka.remote.watch-failure-detector {
          heartbeat-interval = 200ms
          acceptable-heartbeat-pause = 1500ms
          expected-response-after = 500ms
          unreachable-nodes-reaper-interval = 200ms
        }
        """;

    // The log is off, because Akka.Remote writes long reports of killed nodes and cut links.
    private const string Defaults = "akka { loglevel = OFF, stdout-loglevel = OFF, test.single-expect-default = 20s }";

    private readonly List<AgentNode> _nodes = [];

    protected RemoteTestKit(string config = "")
        : base(ConfigurationFactory.ParseString(config)
            .WithFallback(ConfigurationFactory.ParseString(Defaults))
            .WithFallback(ConfigurationFactory.ParseString(NodeConfig.Hocon)))
    {
    }

    /// <summary>The longest time for which a test waits.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(20);

    protected ITxaio Txaio => Sys.Txaio();

    /// <summary>Starts a node that ends with the test.</summary>
    protected async Task<AgentNode> StartNode(string hocon = "", string? stackSize = null)
    {
        var node = await AgentNode.Start(hocon, stackSize: stackSize);
        _nodes.Add(node);
        return node;
    }

    /// <summary>The agent of a node.</summary>
    protected IActorRef AgentOf(AgentNode node) => RefOf($"{node.Address}/user/agent");

    protected IActorRef RefOf(string path) => ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(path);

    /// <summary>Makes a node's agent request a promise from the node's loop, or from another loop.</summary>
    protected IActorRef MakePromiseOn(AgentNode node, IActorRef? loop = null)
    {
        AgentOf(node).Tell(new MakePromise(loop), TestActor);
        return ExpectMsg<FutureCreated>().Promise;
    }

    /// <summary>Calls <see cref="MakePromiseOn"/>, and subscribes the test to the outcome of the promise.</summary>
    protected IActorRef MakeSubscribedPromiseOn(AgentNode node)
    {
        var promise = MakePromiseOn(node);
        promise.Tell(new Subscribe(TestActor), TestActor);
        return promise;
    }

    /// <summary>The loop and the batched timer of a node.</summary>
    protected Refs RefsOf(AgentNode node)
    {
        AgentOf(node).Tell(new Introduce(), TestActor);
        return ExpectMsg<Refs>();
    }

    /// <summary>Makes a node's agent use every part of the library once, and checks that each part works.</summary>
    protected Examined AssertWorks(AgentNode node)
    {
        var found = Examine(node);
        Assert.Equal("", found.Problem);
        return found;
    }

    /// <summary>Makes a node's agent use every part of the library once.</summary>
    protected Examined Examine(AgentNode node)
    {
        Assert.False(node.HasExited, "The process has ended.");
        AgentOf(node).Tell(new Examine(), TestActor);
        return ExpectMsg<Examined>(Limit * 3, $"the node said {string.Join('\n', node.Lines)}");
    }

    /// <summary>Waits until an actor replies. Messages sent right after a reconnect may be lost.</summary>
    /// <param name="agent">The agent that must be reached.</param>
    /// <param name="over">The agent that must reach it, or null for this node.</param>
    protected async Task WaitUntilReached(IActorRef agent, IActorRef? over = null)
    {
        for (var left = 100; left > 0; left--)
        {
            object question = over is null ? new Square(11) : new TellTo(agent, new Square(11));
            var answer = Txaio.Ask<int>(over ?? agent, question, TimeSpan.FromMilliseconds(200)).AsTask();
            if (await Task.WhenAny(answer) == answer && answer.IsCompletedSuccessfully)
                return;
            // After a failed connection Akka refuses messages at once, until retry-gate-closed-for has passed.
            await Txaio.Sleep(TimeSpan.FromMilliseconds(50));
        }

        Assert.Fail($"{agent} cannot be reached from {over?.ToString() ?? "here"}.");
    }

    protected override void AfterAll()
    {
        foreach (var node in _nodes)
            node.Dispose();
        base.AfterAll();
        Shutdown(Sys, Limit, verifySystemShutdown: true);
    }
}
