using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Messages;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.NewLoops;

/// <summary>A loop of <c>txaio.NewLoop(name, options)</c> works like a configured loop.</summary>
public sealed class NewLoopTests() : LoopTestKit(
    "akka.actor.serialize-messages = off\ntxaio.loops.io.dispatcher = virtual-dispatcher")
{
    [Fact]
    public void NewLoop_runs_callbacks_and_is_known_by_its_name()
    {
        var loop = Api.NewLoop("realm-1");
        EventLoop? current = null;

        loop.CallSoon(() => current = EventLoop.Current);
        Time.RunUntilIdle();

        Assert.Same(loop, current);
        Assert.Equal("realm-1", loop.Name);
        Assert.Equal("/system/txaio/loops/realm-1", loop.Ref.Path.ToStringWithoutAddress());
        Assert.Same(loop, Sys.Txaio("realm-1").Loop);
        Assert.Same(Api.WithConfig(loop), Api.WithConfig("realm-1"));
        Assert.Equal(["default", "io", "realm-1"], TxaioExtension.Get(Sys).Loops.Select(static one => one.Name));
    }

    [Theory]
    [InlineData("PinnedDispatcher")]
    [InlineData("ForkJoinDispatcher")]
    [InlineData(null)]
    public void NewLoop_in_virtual_time_runs_on_the_tests_thread(string? type)
    {
        var loop = Api.NewLoop("realm-1", new LoopOptions { DispatcherType = type });
        var txaio = Api.WithConfig(loop);
        var thread = 0;
        txaio.CallLater(Second, () => thread = Environment.CurrentManagedThreadId);
        txaio.MakeBatchedTimer(Second).CallLater(Second * 2, Note, "batched");

        Assert.Equal(2, Time.PendingCalls);
        Time.Advance(Second * 3);

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.Equal(["batched"], Notes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("realm.1")]
    [InlineData("realm 1")]
    [InlineData("realm/1")]
    [InlineData("$realm")]
    [InlineData("rätsel")]
    public void NewLoop_with_a_name_that_no_section_could_have_throws(string name)
    {
        var error = Assert.Throws<InvalidActorNameException>(() => Api.NewLoop(name));

        Assert.EndsWith(
            "cannot be a loop: a name must be made of letters (A-Z, a-z), digits, '_' and '-'.", error.Message);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("io")]
    [InlineData("realm-1")]
    public void NewLoop_with_a_name_in_use_throws_and_leaves_that_loop_alone(string name)
    {
        Api.NewLoop("realm-1");
        var before = Sys.Txaio(name).Loop;

        var error = Assert.Throws<InvalidActorNameException>(() => Api.NewLoop(name));

        Assert.Equal(
            $"There is a loop '{name}' already: take another name, or dispose that loop first.", error.Message);
        Assert.Same(before, Sys.Txaio(name).Loop);
        Assert.True(before.IsOpen);
    }

    [Fact]
    public void NewLoop_without_a_name_or_section_throws()
    {
        Assert.Throws<ArgumentNullException>(() => Api.NewLoop(null!));
        Assert.Throws<ArgumentNullException>(() => Api.NewLoop(null!, Config.Empty));
        Assert.Throws<ArgumentNullException>(() => Api.NewLoop("realm-1", (Config)null!));
    }

    [Fact]
    public void Name_is_free_when_the_loop_is_disposed()
    {
        var first = Api.NewLoop("realm-1");
        Dispose(first);

        var second = Api.NewLoop("realm-1");

        Assert.NotSame(first, second);
        Assert.Same(second, Sys.Txaio("realm-1").Loop);
        Assert.NotSame(Api.WithConfig(first), Api.WithConfig(second));
        Assert.NotEqual(first.Ref, second.Ref);
    }

    [Fact]
    public void Unknown_name_lists_the_loops_that_were_made()
    {
        var first = Api.NewLoop("realm-1");
        Api.NewLoop("realm-2");
        const string both = "There is no loop 'x'; configured under txaio.loops are: default, io; "
            + "made while the system runs are: realm-1, realm-2.";
        Assert.Equal(both, Assert.Throws<UnknownLoopException>(() => Api.WithConfig("x")).Message);

        Dispose(first);

        Assert.StartsWith(
            "There is no loop 'realm-1'; configured under txaio.loops are: default, io; "
            + "made while the system runs are: realm-2.",
            Assert.Throws<UnknownLoopException>(() => Sys.Txaio("realm-1")).Message);
    }

    [Fact]
    public void Unknown_name_among_many_loops_lists_the_first()
    {
        for (var i = 0; i < 23; i++)
            Api.NewLoop($"realm-{i:00}");

        Assert.EndsWith(
            "realm-18, realm-19 and 3 more.", Assert.Throws<UnknownLoopException>(() => Sys.Txaio("x")).Message);
    }

    [Fact]
    public void Loop_takes_messages_by_its_path_until_it_is_disposed()
    {
        var loop = Api.NewLoop("realm-1");
        var selection = Sys.ActorSelection("/system/txaio/loops/realm-1");
        selection.Tell(CreateFuture.Instance, TestActor);
        Time.RunUntilIdle();
        var promise = ExpectMsg<FutureCreated>().Promise;
        promise.Tell(new Subscribe(TestActor));
        loop.Ref.Tell(new CallLater(Second, TestActor, "told"), TestActor);
        loop.Ref.Tell(new CallLater(Second * 60, TestActor, "never told"), TestActor);
        Time.Advance(Second * 2);
        ExpectMsg<CallScheduled>();
        ExpectMsg<CallScheduled>();
        ExpectMsg("told");

        Dispose(loop);

        Assert.Equal("realm-1", Assert.IsType<LoopTerminatedException>(ExpectMsg<FutureRejected>().Cause).Loop);
        selection.Tell(new Identify("there?"), TestActor);
        Time.Advance(Second * 120);
        Assert.Null(ExpectMsg<ActorIdentity>().Subject);
    }

    [Fact]
    public void NewLoop_in_a_callback_and_in_an_actor_is_used_there_at_once()
    {
        OnLoop(() => Api.NewLoop("from-loop").CallSoon(Note, "from a callback"));
        Action<IActorContext> make = context => context.Txaio().NewLoop("from-actor").CallSoon(Note, "from an actor");
        Sys.ActorOf(Props.Create(() => new Making(make)).WithDispatcher(VirtualDispatcherId));
        Time.RunUntilIdle();

        Assert.Equal(["from a callback", "from an actor"], Notes);
    }

    [Fact]
    public void ReplaceLoop_takes_a_loop_that_was_made()
    {
        var io = Api.WithConfig(Api.NewLoop("realm-1"));

        using (Sys.ReplaceLoop(io))
            Assert.Same(io, Sys.Txaio());

        Assert.Same(Api, Sys.Txaio());
    }

    [Fact]
    public void NewLoop_in_a_replaced_system_is_one_of_that()
    {
        using var time = Sys.ReplaceLoop();
        Sys.Txaio().WithConfig(Sys.Txaio().NewLoop("realm-1")).CallLater(Second, Note, "virtual");

        time.Advance(Second);

        Assert.Equal(["virtual"], Notes);
        Assert.Throws<UnknownLoopException>(() => Api.WithConfig("realm-1"));
    }

    private void Dispose(EventLoop loop) => Time.WaitFor(loop.DisposeAsync().AsTask());

    private sealed class Making : UntypedActor
    {
        public Making(Action<IActorContext> make) => make(Context);

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
