using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Txaio.Actors.Tests.Loops;

namespace Txaio.Actors.Tests.Configuration;

/// <summary>The extension does not start when the library's messages could not be sent or read.</summary>
public sealed class SerializerCheckTests
{
    private const string Ours = "Txaio.Actors.Serialization.TxaioMessageSerializer, Txaio.Actors";

    private static readonly string Theirs = $"{typeof(ById).FullName}, {typeof(ById).Assembly.GetName().Name}";

    private static readonly string InCode = $"{typeof(WithId).FullName}, {typeof(WithId).Assembly.GetName().Name}";

    public static TheoryData<string, string> Mistakes => new()
    {
        {
            "akka.actor.serializers.txaio = \"No.Such.Serializer, Nowhere\"",
            $"akka.actor.serializers.txaio = No.Such.Serializer, Nowhere: must be {Ours}; leave it out, reference.conf has it"
        },
        {
            $"akka.actor.serializers.txaio = \"{Theirs}\"\nakka.actor.serialization-identifiers {{ \"{Theirs}\" = 77 }}",
            "akka.actor.serializers.txaio = Txaio.Actors.Tests"
        },
        {
            $"akka.actor {{ serializers.mine = \"{Theirs}\"\n serialization-identifiers {{ \"{Theirs}\" = 8471 }} }}",
            $"akka.actor.serialization-identifiers.\"{Theirs}\" = 8471: must be another number"
        },
        {
            $"akka.actor.serialization-identifiers {{ \"{Ours}\" = 8472 }}",
            $"akka.actor.serialization-identifiers.\"{Ours}\" = 8472: must be 8471"
        },
        {
            "akka.actor.serialization-bindings { \"Txaio.Actors.Messages.Cancel, Txaio.Actors\" = json }",
            "akka.actor.serialization-bindings.\"Txaio.Actors.Messages.Cancel, Txaio.Actors\" = "
            + "Akka.Serialization.NewtonSoftJsonSerializer: must be txaio"
        },
        {
            "akka.actor.serialization-bindings { \"Txaio.Actors.Messages.Resolve, Txaio.Actors\" = nobody }",
            "akka.actor.serialization-bindings.\"Txaio.Actors.Messages.Resolve, Txaio.Actors\" = "
        },
        {
            $"akka.actor {{ serializers.mine = \"{InCode}\"\n serialization-bindings {{ \"System.Version\" = mine }} }}",
            $"the identifier of {typeof(WithId)} = 8471: must be another number"
        },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Serializer_that_is_missing_or_collides_stops_the_start_with_one_line(string hocon, string begin)
    {
        var system = TestSystem.Start(hocon);
        try
        {
            var error = Assert.Throws<ConfigurationException>(() => system.Txaio());

            Assert.StartsWith(begin, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
        finally
        {
            await system.Terminate();
        }
    }

    [Theory]
    [InlineData("txaio.loops.io.capacity =", "txaio.loops.io.capacity = (nothing): must have a value")]
    [InlineData("txaio.loops.io { capacity =", "txaio.loops.io.capacity = (nothing): must have a value")]
    [InlineData("txaio { futures.ask-timeout =", "txaio.futures.ask-timeout = (nothing): must have a value")]
    [InlineData("txaio.timers.idle { bucket = 1s\n loop =", "txaio.timers.idle.loop = (nothing): must have a value")]
    public async Task Value_that_is_cut_off_stops_the_start_with_one_line(string hocon, string begin)
    {
        // Akka's parser refuses a text whose last character is the equals sign, so the text ends with a line end.
        const string end = "\n";
        var system = ActorSystem.Create("cut", hocon + end);
        try
        {
            var error = Assert.Throws<ConfigurationException>(() => system.Txaio());

            Assert.StartsWith(begin, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await system.Terminate();
        }
    }

    private sealed class ById(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override string Manifest(object o) => "";

        public override byte[] ToBinary(object obj) => [];

        public override object FromBinary(byte[] bytes, string manifest) => manifest;
    }

    private sealed class WithId(ExtendedActorSystem system) : Serializer(system)
    {
        public override int Identifier => 8471;

        public override bool IncludeManifest => false;

        public override byte[] ToBinary(object obj) => [];

        public override object FromBinary(byte[] bytes, Type type) => type;
    }
}
