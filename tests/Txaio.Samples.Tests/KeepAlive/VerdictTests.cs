using System.Diagnostics;
using KeepAlive.Client;
using KeepAlive.Demo;
using KeepAlive.Server;
using Txaio.Actors;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>Each check of the summary can fail.</summary>
public sealed class VerdictTests
{
    private static readonly Rules Rules = new(
        Connections: 2,
        Silent: 1,
        Timeout: TimeSpan.FromSeconds(2),
        Bucket: TimeSpan.FromSeconds(0.2),
        Rounding: BucketRounding.Up,
        Interrupted: null);

    private static readonly ClientConnectionReport LivingClient = new("a", null, null, 4, ClientEnd.ClosedByUs, At(20));
    private static readonly ConnectionEnded LivingServer = new("a", ConnectionEnd.ClosedByPeer, 4, 5, At(16));
    private static readonly ClientConnectionReport SilentClient = new("b", At(5), 2, 1, ClientEnd.Dropped, At(10));
    private static readonly ConnectionEnded SilentServer = new("b", ConnectionEnd.Dropped, 1, 2, At(8));
    private static readonly Snapshot Clean = new() { Opened = 2 };

    [Fact]
    public void Run_without_faults_passes() =>
        Assert.Empty(Faults(LivingClient, LivingServer, SilentClient, SilentServer));

    [Theory]
    [InlineData(9.99, "b was dropped 1.99 s after ping 2")]
    [InlineData(10.01, null)]
    [InlineData(11.19, null)]
    [InlineData(11.21, "b was dropped 3.21 s after ping 2")]
    public void Silent_client_has_to_be_dropped_in_its_time(double at, string? fault) => Assert.Equal(
        fault is null ? [] : [fault],
        Faults(LivingClient, LivingServer, SilentClient with { EndedAt = At(at) }, SilentServer));

    [Theory]
    [InlineData(9.79, "b was dropped 1.79 s after ping 2")]
    [InlineData(9.81, null)]
    public void Timer_that_rounds_down_may_drop_a_bucket_early(double at, string? fault) => Assert.Equal(
        fault is null ? [] : [fault],
        Faults(
            LivingClient,
            LivingServer,
            SilentClient with { EndedAt = At(at) },
            SilentServer,
            Rules with { Rounding = BucketRounding.Down }));

    [Fact]
    public void Silent_client_that_was_not_dropped_is_a_fault() => Assert.Equal(
        ["b left ping 2 unanswered and was not dropped (ClosedByPeer)"],
        Faults(
            LivingClient,
            LivingServer,
            SilentClient with { End = ClientEnd.ClosedByUs },
            SilentServer with { End = ConnectionEnd.ClosedByPeer }));

    [Fact]
    public void Silent_client_that_did_not_see_the_drop_is_a_fault() => Assert.Equal(
        ["b was dropped and did not notice the drop (ClosedByUs)"],
        Faults(LivingClient, LivingServer, SilentClient with { End = ClientEnd.ClosedByUs }, SilentServer));

    [Fact]
    public void Silent_client_that_was_never_pinged_is_a_fault() => Assert.Equal(
        ["b was never pinged after it fell silent"],
        Faults(LivingClient, LivingServer, SilentClient with { UnansweredPing = null }, SilentServer));

    [Fact]
    public void Drop_for_another_ping_is_a_fault() => Assert.Equal(
        ["b was dropped for ping 3, but the first ping it left unanswered was 2"],
        Faults(LivingClient, LivingServer, SilentClient, SilentServer with { LastPing = 3 }));

    [Fact]
    public void Fewer_silent_clients_than_asked_for_are_a_fault() => Assert.Contains(
        "0 fell silent instead of 1",
        Faults(LivingClient, LivingServer, LivingClient with { Name = "b" }, LivingServer with { Name = "b" }));

    [Fact]
    public void Living_client_that_was_dropped_is_a_fault() => Assert.Equal(
        ["a ended: Dropped, for the server: Dropped"],
        Faults(
            LivingClient with { End = ClientEnd.Dropped },
            LivingServer with { End = ConnectionEnd.Dropped },
            SilentClient,
            SilentServer));

    [Fact]
    public void Living_client_whose_actor_failed_is_a_fault() => Assert.Equal(
        ["a ended: ClosedByUs, for the server: Failed"],
        Faults(LivingClient, LivingServer with { End = ConnectionEnd.Failed }, SilentClient, SilentServer));

    [Fact]
    public void Living_client_that_was_never_pinged_is_a_fault() => Assert.Equal(
        ["a was never pinged"],
        Faults(LivingClient with { Answered = 0 }, LivingServer with { Pongs = 0 }, SilentClient, SilentServer));

    [Fact]
    public void Lost_pong_is_a_fault() => Assert.Equal(
        ["a answered 4 pings, the server saw 3"],
        Faults(LivingClient, LivingServer with { Pongs = 3 }, SilentClient, SilentServer));

    [Fact]
    public void Connection_that_one_side_does_not_know_is_a_fault() => Assert.Contains(
        "a is not known to the server",
        Faults(LivingClient, LivingServer with { Name = "c" }, SilentClient, SilentServer));

    [Fact]
    public void Two_connections_of_one_name_are_a_fault() => Assert.Contains(
        "the server has records of 2, with 1 names",
        Faults(LivingClient, LivingServer with { Name = "b" }, SilentClient, SilentServer));

    public static TheoryData<string, int> Leftovers => new()
    {
        { "1 connections are left", 0 },
        { "1 calls at the timer are left", 1 },
        { "1 awaited pongs are left", 2 },
        { "1 callbacks of the loop are left", 3 },
    };

    [Theory]
    [MemberData(nameof(Leftovers))]
    public void Connection_or_call_left_pending_is_a_fault(string fault, int which)
    {
        Snapshot[] lasts =
        [
            Clean with { Open = 1 },
            Clean with { PendingCalls = 1 },
            Clean with { AwaitedPongs = 1 },
            Clean with { Loop = new() { Pending = 1 } },
        ];

        Assert.Equal([fault], Faults(LivingClient, LivingServer, SilentClient, SilentServer, last: lasts[which]));
    }

    [Fact]
    public void More_calls_than_connections_are_a_fault() => Assert.Equal(
        ["while it ran, the timer had up to 3 calls more than there were connections"],
        Faults(LivingClient, LivingServer, SilentClient, SilentServer, surplus: 3));

    [Fact]
    public void Interrupted_run_does_not_judge_clients_whose_time_had_not_run_out()
    {
        var client = SilentClient with { End = ClientEnd.ClosedByUs };
        var server = SilentServer with { End = ConnectionEnd.ClosedByPeer };

        Assert.Empty(Faults(LivingClient, LivingServer, client, server, Rules with { Interrupted = At(11.1) }));
        Assert.NotEmpty(Faults(LivingClient, LivingServer, client, server, Rules with { Interrupted = At(11.3) }));
    }

    private static IReadOnlyList<string> Faults(
        ClientConnectionReport client1,
        ConnectionEnded server1,
        ClientConnectionReport client2,
        ConnectionEnded server2,
        Rules? rules = null,
        Snapshot? last = null,
        long surplus = 0)
    {
        var verdict = Verdict.Of(rules ?? Rules, [client1, client2], [server1, server2], last ?? Clean, surplus);
        string[] faults = [.. verdict.Checks.SelectMany(static check => check.Faults)];
        Assert.Equal(faults.Length == 0, verdict.Holds);
        return faults;
    }

    private static long At(double seconds) => (long)(seconds * Stopwatch.Frequency);
}
