using System.Buffers;
using System.IO.Pipelines;
using KeepAlive;
using KeepAlive.Server;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Txaio.Actors;
using Txaio.Actors.TestKit;

namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>One connection over two pipes, in virtual time.</summary>
public sealed class ConnectionTests : IDisposable
{
    private static readonly TimeSpan Bucket = TimeSpan.FromMilliseconds(200);

    private readonly VirtualTime _time = VirtualTime.Create();
    private readonly List<ConnectionEnded> _ended = [];
    private readonly Pipe _input = Inline();
    private readonly Pipe _output = Inline();
    private readonly IBatchedTimer _timer;
    private readonly Statistics _statistics;
    private readonly Lifetime _lifetime;

    public ConnectionTests()
    {
        _timer = _time.Txaio.MakeBatchedTimer(Bucket, rounding: BucketRounding.Up);
        _statistics = new Statistics(_ended.Add);
        _lifetime = new Lifetime(_input.Writer);
    }

    private Snapshot Now => _statistics.Snapshot(_timer.PendingCalls, default);

    public void Dispose() => _time.Dispose();

    [Fact]
    public void Ping_is_due_an_interval_after_the_answer_to_the_last()
    {
        Open();
        Advance(9.9);
        Assert.Equal(0, Now.Pings);
        Advance(0.3);
        var ping = NextFrame();

        Advance(2);
        Answer(ping);
        Advance(9.9);
        Assert.Equal((1, 1), (Now.Pings, Now.Pongs));
        Advance(0.3);

        Assert.Equal((2, 1, 1), (Now.Pings, Now.AwaitedPongs, Now.PendingCalls));
        Assert.NotEqual(ping, NextFrame());
    }

    [Fact]
    public void Silent_peer_is_dropped_after_the_timeout_and_not_before()
    {
        var connection = Open();
        Advance(10);
        Assert.Equal(1, Now.Pings);

        Advance(3.9);
        Assert.Equal((1, false), (Now.Open, _lifetime.IsAborted));
        Advance(0.1);

        Assert.Equal((0, 1, 0, 0), (Now.Open, Now.Dropped, Now.AwaitedPongs, Now.PendingCalls));
        Assert.Equal((ConnectionEnd.Dropped, 1, 0), (_ended[0].End, _ended[0].LastPing, _ended[0].Pongs));
        Assert.True(_lifetime.IsAborted);
        _time.WaitFor(connection.Released);
    }

    [Fact]
    public void Pong_that_waits_for_the_loop_when_the_time_ends_counts()
    {
        Open();
        Advance(10);
        var ping = NextFrame();

        // The loop is busy from before the pong until after the time.
        _time.Txaio.Loop.CallSoon(() =>
        {
            Receive(RawClient.Frame(RawClient.Pong, ping[2..]));
            _time.Spend(TimeSpan.FromSeconds(4.5));
        });
        _time.RunUntilIdle();

        Assert.Equal((1, 1, 0, 1), (Now.Open, Now.Pongs, Now.AwaitedPongs, Now.PendingCalls));
        Advance(9);
        Assert.Equal(1, Now.Pings);
    }

    [Fact]
    public void Frame_that_comes_as_the_connection_is_dropped_changes_nothing()
    {
        Open();
        // Runs in the bucket of the drop, before the drop. The loop then reads the frame after the drop.
        _timer.CallLater(TimeSpan.FromSeconds(14), () => Receive(RawClient.Frame(RawClient.Close, [0x03, 0xE8])));

        Advance(30);

        Assert.Equal((ConnectionEnd.Dropped, 1), (_ended[0].End, _ended.Count));
        Assert.Equal((0, 0), (Now.Open, Now.PendingCalls));
    }

    [Fact]
    public void Bytes_are_read_on_the_loop()
    {
        Open();
        Advance(10);

        Receive(RawClient.Frame(RawClient.Pong, NextFrame()[2..]));
        Assert.Equal(0, Now.Pongs);
        _time.RunUntilIdle();

        Assert.Equal(1, Now.Pongs);
    }

    [Fact]
    public void Lost_connection_ends_on_the_loop_and_leaves_nothing_pending()
    {
        Open();
        Advance(10);

        _input.Writer.Complete(new IOException("reset"));
        Assert.Equal((1, 1), (Now.Open, Now.PendingCalls));
        _time.RunUntilIdle();

        Assert.Equal((0, 0, 0, 0), (Now.Open, Now.PendingCalls, Now.AwaitedPongs, Now.Failed));
        Assert.Equal(ConnectionEnd.Lost, _ended[0].End);
    }

    [Fact]
    public void Error_in_a_call_of_the_timer_ends_the_connection_and_leaves_nothing_pending()
    {
        var connection = Open(static settings => settings with { PingSize = 126 });

        Advance(10);

        AssertFailed(connection);
    }

    [Fact]
    public void Error_while_a_ping_is_written_ends_the_connection_and_leaves_nothing_pending()
    {
        var connection = Open();
        _output.Writer.Complete();

        Advance(10);

        AssertFailed(connection);
    }

    [Fact]
    public void Ping_that_the_peer_has_not_taken_is_not_followed_by_another()
    {
        Open(static settings => settings with { RestartOnAnyTraffic = true });
        for (var i = 0; i < 5; i++)
        {
            Advance(10.2);
            Receive(RawClient.Frame(RawClient.Text, "I live"u8));
            _time.RunUntilIdle();
        }

        Assert.Equal((1, 5, 0), (Now.Open, Now.Pings, Now.AwaitedPongs));
        Advance(10.2);
        var ping = NextFrame();
        Assert.Equal(14, ping.Length);
        Answer(ping);

        Assert.Equal(1, Now.Pongs);
    }

    [Fact]
    public void Peer_that_sends_pings_and_takes_no_pongs_is_read_no_further()
    {
        Open();
        byte[] ping = RawClient.Frame(RawClient.Ping, [7]);
        var taken = 0;
        while (Receive(ping) && taken++ < 10_000)
            _time.RunUntilIdle();
        Assert.InRange(taken, 1, 9_999);

        var pongs = 0;
        while (_output.Reader.TryRead(out var written))
        {
            pongs += (int)written.Buffer.Length / 3;
            _output.Reader.AdvanceTo(written.Buffer.End);
            _time.RunUntilIdle();
        }

        Assert.Equal(taken + 1, pongs);
        Assert.Equal(1, Now.Open);
    }

    private static Pipe Inline() => new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 1,
        resumeWriterThreshold: 1,
        useSynchronizationContext: false));

    private Connection Open(Func<KeepAliveSettings, KeepAliveSettings>? change = null)
    {
        var settings = KeepAliveSettings.Read(OptionsParser.Parse(
            ["--ping", "10", "--timeout", "4", "--restart-on-any-traffic", "no"]));
        var connections = new Connections(
            _time.Txaio, _timer, _statistics, change?.Invoke(settings) ?? settings, _time.Txaio.MakeLogger("test"));
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpUpgradeFeature>(new Upgrade());
        http.Features.Set<IHttpRequestLifetimeFeature>(_lifetime);
        http.Features.Set<IConnectionTransportFeature>(new Connected { Transport = new Duplex(_input.Reader, _output.Writer) });
        var connection = new Connection("test", http, connections);
        _time.Txaio.Loop.CallSoon(connections.Add, connection);
        _time.RunUntilIdle();
        return connection;
    }

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    // False once the connection does not take the bytes.
    private bool Receive(byte[] bytes) => _input.Writer.WriteAsync(bytes).IsCompleted;

    private byte[] NextFrame()
    {
        Assert.True(_output.Reader.TryRead(out var written));
        var frame = written.Buffer.ToArray();
        _output.Reader.AdvanceTo(written.Buffer.End);
        return frame;
    }

    private void Answer(byte[] ping)
    {
        Receive(RawClient.Frame(RawClient.Pong, ping[2..]));
        _time.RunUntilIdle();
    }

    private void AssertFailed(Connection connection)
    {
        Assert.Equal((0, 1, 0, 0), (Now.Open, Now.Failed, Now.PendingCalls, Now.AwaitedPongs));
        Assert.Equal(ConnectionEnd.Failed, _ended[0].End);
        Assert.True(_lifetime.IsAborted);
        _time.WaitFor(connection.Released);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Connected : IConnectionTransportFeature
    {
        public IDuplexPipe Transport { get; set; } = null!;
    }

    private sealed class Upgrade : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => true;

        public Task<Stream> UpgradeAsync() => Task.FromResult(Stream.Null);
    }

    /// <summary>An abort completes the pipe, as Kestrel's does.</summary>
    private sealed class Lifetime(PipeWriter input) : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort()
        {
            IsAborted = true;
            input.Complete(new OperationCanceledException("aborted"));
        }
    }
}
