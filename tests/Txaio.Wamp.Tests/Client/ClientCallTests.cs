using Txaio.Actors;
using Txaio.Samples.Tests;
using Txaio.Wamp.Tests.Sessions;
using Wamp.Client;
using Wamp.Protocol;

namespace Txaio.Wamp.Tests.Client;

/// <summary>Calls of the client: their timeouts, their cancellation, their callbacks, their end.</summary>
public sealed class ClientCallTests : RouterTestBase, IDisposable
{
    private const string Wait = "com.example.wait";
    private const string Count = "com.example.count";

    private readonly ClientSystem _clients = new();

    public void Dispose() => _clients.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(TimeSpan.TicksPerMillisecond / 2)]
    [InlineData(TimeSpan.TicksPerMillisecond + 1)]
    public Task Timeout_of_a_fraction_of_a_millisecond_is_a_timeout(long ticks) => RunAsync(async client =>
    {
        var error = await Assert.ThrowsAsync<WampException>(() => Limited(
            client.Call(Wait, new CallOptions(TimeSpan.FromTicks(ticks)))));

        Assert.Equal(Uris.Timeout, error.Uri);
    });

    [Theory]
    [InlineData(-1)]
    [InlineData(-20_000_000)]
    [InlineData(long.MaxValue)]
    public Task Timeout_out_of_range_is_refused_and_the_session_lives_on(long ticks) => RunAsync(async client =>
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() =>
            client.Call(Wait, new CallOptions(TimeSpan.FromTicks(ticks))));

        Assert.Contains("2147483647 ms", refusal.Message);
        Assert.Equal(3, (await Limited(client.Call(Count))).Arg<int>(0));
    });

    [Fact]
    public Task Cancel_of_a_call_that_has_ended_returns_false() => RunAsync(async client =>
    {
        var call = client.Call(Count);
        await Limited(call);

        Assert.False(client.Cancel(call, "kill"));
        Assert.Equal(3, (await Limited(client.Call(Count))).Arg<int>(0));
    });

    [Fact]
    public Task Cancel_ends_its_call_and_no_other() => RunAsync(async client =>
    {
        var calls = Enumerable.Range(0, 100).Select(_ => client.Call(Wait)).ToArray();

        Assert.True(client.Cancel(calls[50], "skip"));

        var error = await Assert.ThrowsAsync<WampException>(() => Limited(calls[50]));
        Assert.Equal(Uris.Canceled, error.Uri);
        Assert.Equal(99, calls.Count(static call => !call.IsCalled));
    });

    [Fact]
    public Task Cancel_with_an_unknown_mode_is_refused_and_the_session_lives_on() => RunAsync(async client =>
    {
        var call = client.Call(Wait);

        var refusal = Assert.Throws<ArgumentException>(() => client.Cancel(call, "now"));

        Assert.Contains("'now'", refusal.Message);
        Assert.Contains("skip, kill or killnowait", refusal.Message);
        Assert.Equal(3, (await Limited(client.Call(Count))).Arg<int>(0));
    });

    [Fact]
    public Task Callback_of_progress_that_throws_is_reported_and_the_call_goes_on() => RunAsync(async client =>
    {
        var parts = 0;
        var options = new CallOptions(OnProgress: _ => throw new InvalidOperationException($"part {++parts}"));

        Assert.Equal(3, (await Limited(client.Call(Count, options))).Arg<int>(0));

        Assert.Equal(2, parts);
        Assert.Equal("part 1", (await _clients.Failure.WaitAsync(SampleProcess.Patience)).Cause.Message);
    });

    [Fact]
    public Task Handler_of_events_that_throws_is_reported_and_the_session_lives_on() => RunAsync(async client =>
    {
        await Limited(client.Subscribe(
            "com.example.topic", static _ => throw new InvalidOperationException("an event")));

        await Limited(client.Publish("com.example.topic", excludeMe: false, 1));

        Assert.Equal("an event", (await _clients.Failure.WaitAsync(SampleProcess.Patience)).Cause.Message);
        Assert.Equal(3, (await Limited(client.Call(Count))).Arg<int>(0));
    });

    [Fact]
    public Task Request_after_the_end_of_the_session_fails() => RunAsync(async client =>
    {
        await Limited(client.Leave());

        var call = await Assert.ThrowsAsync<WampException>(() => Limited(client.Call(Count)));
        var subscribe = await Assert.ThrowsAsync<WampException>(() => Limited(
            client.Subscribe("a.b", static _ => { })));

        Assert.Equal((Uris.Canceled, Uris.Canceled), (call.Uri, subscribe.Uri));
        Assert.Contains(Uris.GoodbyeAndOut, call.Message);
    });

    [Fact]
    public Task Result_that_cannot_be_written_is_an_error_of_the_callee() => RunAsync(async client =>
    {
        await Limited(client.Register(
            "com.example.odd", static (_, _) => Task.FromResult<object?>((Action)(() => { }))));

        var error = await Assert.ThrowsAsync<WampException>(() => Limited(client.Call("com.example.odd")));

        Assert.Equal(Uris.RuntimeError, error.Uri);
    });

    private static Task<T> Limited<T>(Future<T> future) => future.WaitAsync(SampleProcess.Patience);

    // Runs the test on the loop, with a client that is its own callee.
    private async Task RunAsync(Func<WampClient, Task> test)
    {
        var client = await WampClient.JoinAsync(_clients.Txaio, Router.Address, "realm1", "wamp.2.json");
        await _clients.Txaio.Loop.RunAsync(async () =>
        {
            await client.Register(Wait, static async (_, interrupted) =>
            {
                await Task.Delay(Timeout.Infinite, interrupted);
                return null;
            });
            await client.Register(Count, static (call, _) =>
            {
                call.Progress(1);
                call.Progress(2);
                return Task.FromResult<object?>(3);
            });
            await test(client);
        });
    }
}
