using Akka.Actor;
using Akka.Configuration;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// <c>system.Txaio()</c> is bound to the loop that txaio.default-loop names. WithConfig returns an instance that is
/// bound to another loop.
/// </summary>
public sealed class TxaioInstanceTests() : LoopTestKit(
    """
    txaio.loops {
      io.callbacks-per-turn = 10
      cpu.callbacks-per-turn = 20
    }
    """)
{
    [Fact]
    public void Txaio_twice_is_one_instance_with_one_loop()
    {
        Assert.Same(Api, Sys.Txaio());
        Assert.Same(Api.Loop, Sys.Txaio().Loop);
        Assert.Equal("default", Api.Loop.Name);
    }

    [Fact]
    public void Txaio_by_name_is_bound_to_that_loop()
    {
        var io = Sys.Txaio("io");

        Assert.Equal("io", io.Loop.Name);
        Assert.Same(io, Sys.Txaio("io"));
        Assert.NotSame(Api.Loop, io.Loop);
    }

    [Fact]
    public void Default_that_was_set_is_returned_by_the_system_and_contexts()
    {
        var extension = TxaioExtension.Get(Sys);
        var io = Api.WithConfig("io");
        ITxaio? inActor = null;

        extension.Default = io;

        Assert.Same(io, Sys.Txaio());
        Action<ITxaio> seen = txaio => inActor = txaio;
        Sys.ActorOf(Props.Create(() => new ContextTxaioActor(seen)).WithDispatcher(VirtualDispatcherId));
        Time.RunUntilIdle();
        Assert.Same(io, inActor);
        Assert.Equal("default", Api.Loop.Name);
        Assert.Same(Api, Sys.Txaio("default"));

        extension.Default = Api;
        Assert.Same(Api, Sys.Txaio());
        Assert.Throws<ArgumentNullException>(() => extension.Default = null!);
    }

    [Fact]
    public void WithConfig_by_name_does_not_change_the_first()
    {
        var io = Api.WithConfig("io");

        Assert.Equal("io", io.Loop.Name);
        Assert.Equal("default", Api.Loop.Name);
        Assert.Same(Sys.Txaio("io"), io);
        Assert.Same(Api, io.WithConfig("default"));
    }

    [Fact]
    public void WithConfig_by_instance_is_the_same_as_by_name()
    {
        var io = Api.WithConfig("io");

        Assert.Same(io, Api.WithConfig(io.Loop));
        Assert.Same(io, io.WithConfig(io.Loop));
    }

    [Fact]
    public void WithConfig_with_an_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<UnknownLoopException>(() => Api.WithConfig("oi"));

        Assert.Equal("There is no loop 'oi'; configured under txaio.loops are: cpu, default, io.", error.Message);
        Assert.Equal("oi", error.Loop);
        Assert.Equal(error.Message, Assert.Throws<UnknownLoopException>(() => Sys.Txaio("oi")).Message);
    }

    [Fact]
    public void WithConfig_is_case_sensitive() => Assert.Throws<UnknownLoopException>(() => Api.WithConfig("IO"));

    [Fact]
    public async Task WithConfig_with_a_loop_of_another_system_throws()
    {
        var other = TestSystem.Start();
        try
        {
            var error = Assert.Throws<UnknownLoopException>(() => Api.WithConfig(other.Txaio().Loop));

            Assert.StartsWith("There is no loop 'default of actor system other'; ", error.Message);
        }
        finally
        {
            await other.Terminate();
        }
    }

    [Fact]
    public void Txaio_of_null_throws()
    {
        Assert.Throws<ArgumentNullException>(() => ((ActorSystem)null!).Txaio());
        Assert.Throws<ArgumentNullException>(() => ((IActorContext)null!).Txaio());
        Assert.Throws<ArgumentNullException>(() => Sys.Txaio(null!));
        Assert.Throws<ArgumentNullException>(() => Api.WithConfig((string)null!));
        Assert.Throws<ArgumentNullException>(() => Api.WithConfig((EventLoop)null!));
        Assert.Throws<ArgumentNullException>(() => TxaioExtension.Get(null!));
    }

    [Fact]
    public void Txaio_of_a_context_is_that_of_its_system()
    {
        var seen = new List<ITxaio>();
        Sys.ActorOf(
            Props.Create(() => new Asking(seen)).WithDispatcher(VirtualDispatcherId));

        Time.RunUntilIdle();

        Assert.Same(Api, Assert.Single(seen));
    }

    [Fact]
    public void Get_is_the_extension_of_the_system() => Assert.Same(TxaioExtension.Get(Sys), TxaioExtension.Get(Sys));

    [Fact]
    public void UsingAkka_is_true_and_the_others_are_false()
    {
        Assert.True(Api.UsingAkka);
        Assert.False(Api.UsingAsyncio);
        Assert.False(Api.UsingTwisted);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("io")]
    public void Ref_has_the_path_of_the_actor_tree(string loop) =>
        Assert.Equal(
            $"/system/txaio/loops/{loop}", Sys.Txaio(loop).Loop.Ref.Path.ToStringWithoutAddress());

    [Fact]
    public void Display_for_debuggers_has_the_loops_name() => Assert.Equal("loop 'default'", Loop.ToString());

    [Fact]
    public void Unknown_message_to_a_loop_is_unhandled()
    {
        var unhandled = CreateTestProbe();
        Sys.EventStream.Subscribe(unhandled, typeof(Akka.Event.UnhandledMessage));

        Loop.Ref.Tell("what?");
        Time.RunUntilIdle();

        Assert.Equal("what?", unhandled.ExpectMsg<Akka.Event.UnhandledMessage>().Message);
    }

    [Fact]
    public void Unknown_message_to_the_parent_of_the_loops_is_unhandled()
    {
        var unhandled = CreateTestProbe();
        Sys.EventStream.Subscribe(unhandled, typeof(Akka.Event.UnhandledMessage));

        ((IInternalActorRef)Loop.Ref).Parent.Tell("what?");
        Time.RunUntilIdle();

        Assert.Equal("what?", unhandled.ExpectMsg<Akka.Event.UnhandledMessage>().Message);
    }

    private sealed class Asking : UntypedActor
    {
        public Asking(List<ITxaio> seen) => seen.Add(Context.Txaio());

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class ContextTxaioActor : UntypedActor
    {
        public ContextTxaioActor(Action<ITxaio> seen) => seen(Context.Txaio());

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
