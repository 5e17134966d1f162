using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Cluster.Protocol;
using Txaio.Actors.Cluster.Stripes;
using Xunit.Abstractions;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>Stripes on a real store, in real time.</summary>
public sealed class SqliteStripeTests(ITestOutputHelper output) : IDisposable
{
    private const int Calls = 100_000;

    private readonly SqliteFile _file = new();
    private readonly StripeSettings _settings = TestSettings.Stripe;
    private ActorSystem? _system;

    [Fact]
    public async Task Stale_incarnation_fails_and_stops_and_overwrites_nothing()
    {
        var system = Start();
        var stale = system.ActorOf(StripeActor.Props(_settings, 0));
        await Store(stale, "c", 1, Change("k1"));
        var current = system.ActorOf(StripeActor.Props(_settings, 0));
        await Store(current, "d", 1, Change("k2"));
        var stopped = stale.WatchAsync();

        var failed = await stale.Ask<StripeBatchFailed>(Batch("c", 2, Change("k3"), new() { Cancel = "k1" }), Wait);

        Assert.StartsWith("the store failed: ", failed.Reason, StringComparison.Ordinal);
        Assert.True(await stopped.WaitAsync(Wait));
        await Store(current, "d", 2, Change("k4"));
        var next = system.ActorOf(StripeActor.Props(_settings, 0));
        Assert.Equal(3, (await next.Ask<StripeState>(new GetStripeState(0), Wait)).Pending);
        foreach (var key in new[] { "k1", "k2", "k4" })
            Assert.NotNull((await next.Ask<FoundCall>(new FindCall(0, key), Wait)).Call);
    }

    [Fact]
    public async Task Hundred_thousand_calls_are_recovered_from_snapshot_and_journal_in_less_than_two_seconds()
    {
        var settings = _settings with { SnapshotAfter = 60_000 };
        var stripe = Start().ActorOf(StripeActor.Props(settings, 0));
        for (var number = 1; number <= Calls / 1_000; number++)
        {
            var first = number * 1_000;
            await Store(stripe, "c", number, [.. Enumerable.Range(first, 1_000).Select(i => Change($"key-{i:D12}"))]);
        }

        await Stop();
        Assert.Equal(1, _file.Count("SELECT COUNT(*) FROM snapshot"));
        stripe = Start().ActorOf(StripeActor.Props(settings, 1));
        await stripe.Ask<StripeState>(new GetStripeState(1), Wait);

        var watch = Stopwatch.StartNew();
        stripe = _system!.ActorOf(StripeActor.Props(settings, 0));
        var state = await stripe.Ask<StripeState>(new GetStripeState(0), Wait);

        output.WriteLine($"{state.Pending} calls recovered in {watch.ElapsedMilliseconds} ms");
        Assert.Equal(Calls, state.Pending);
        // Less than 0.5 s on a machine that does nothing else.
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2_000);
    }

    [Fact]
    public async Task Events_of_a_snapshot_are_deleted_from_the_file()
    {
        var settings = _settings with { SnapshotAfter = 100, FencePeriod = TimeSpan.FromSeconds(2) };
        var stripe = Start().ActorOf(StripeActor.Props(settings, 0));
        for (var number = 1; number <= 20; number++)
            await Store(stripe, "c", number, Change($"k{number}"));

        // The stripe deletes at its own time: ask the file until it did.
        var deadline = Stopwatch.StartNew();
        while (_file.Count("SELECT COUNT(*) FROM journal WHERE sequence_number <= 15") > 1)
        {
            Assert.InRange(deadline.Elapsed.TotalSeconds, 0, 60);
            await Task.Delay(100);
        }

        await Stop();
        stripe = Start().ActorOf(StripeActor.Props(settings, 0));
        Assert.Equal(20, (await stripe.Ask<StripeState>(new GetStripeState(0), Wait)).Pending);
    }

    [Theory]
    [InlineData("message = x'FFFF'")]
    [InlineData("manifest = 'stripe-record/9'")]
    public async Task Stripe_does_not_recover_without_an_event_that_it_cannot_read(string change)
    {
        await Store(Start().ActorOf(StripeActor.Props(_settings, 0)), "c", 1, Change("k"));
        await Stop();
        _file.Execute($"UPDATE journal SET {change}");

        var stripe = Start().ActorOf(StripeActor.Props(_settings, 0));

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => stripe.Ask<FoundCall>(new FindCall(0, "k"), Wait));
        Assert.Contains(
            "the stripe cannot recover from its store: ", failure.GetBaseException().Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _system?.Terminate().Wait(Wait);
        _file.Dispose();
    }

    private static TimeSpan Wait => TimeSpan.FromSeconds(60);

    private ActorSystem Start() => _system = ActorSystem.Create(
        "test",
        ConfigurationFactory.ParseString(_file.Config)
            .WithFallback(ConfigurationFactory.ParseString(
                "akka { loglevel = WARNING, coordinated-shutdown.run-by-clr-shutdown-hook = off }"))
            .WithFallback(TestSettings.Reference));

    private async Task Stop() => await _system!.Terminate();

    private static StripeBatch Batch(string client, long number, params Cluster.Serialization.Wire.Change[] changes) =>
        new(0, client, number, changes);

    private static async Task Store(
        IActorRef stripe, string client, long number, params Cluster.Serialization.Wire.Change[] changes) =>
        await stripe.Ask<StripeBatchStored>(Batch(client, number, changes), Wait);

    private static Cluster.Serialization.Wire.Change Change(string key)
    {
        var call = TestCalls.Call(key, 0);
        return new()
        {
            Schedule = new() { Key = key, Delay = 3_600_000, Target = call.Target, Message = call.Message },
        };
    }
}
