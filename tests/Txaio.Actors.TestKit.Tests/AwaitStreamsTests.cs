using Akka.Streams;
using Akka.Streams.Dsl;

namespace Txaio.Actors.TestKit.Tests;

/// <summary>
/// A drive waits for code after awaits in lambdas and async functions of a stream, as for other code.
/// </summary>
public sealed class AwaitStreamsTests : VirtualTestKit
{
    private const int Count = 20;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<double> _at = [];

    private ITxaio Txaio => Sys.Txaio();

    public static TheoryData<int, bool> Streams => new() { { 1, true }, { 4, true }, { 1, false }, { 4, false } };

    [Theory]
    [MemberData(nameof(Streams))]
    public void SelectAsync_lambda_that_sleeps_resumes_at_each_second(int parallelism, bool inOrder)
    {
        var source = Source.From(Enumerable.Range(0, Count));
        var slept = inOrder
            ? source.SelectAsync(parallelism, SleepAsync)
            : source.SelectAsyncUnordered(parallelism, SleepAsync);
        var done = slept.RunWith(Sink.Seq<int>(), Sys.Materializer());
        Time.RunUntilIdle();

        for (var step = 1; step <= Count / parallelism; step++)
        {
            Time.Advance(Second);
            lock (_at)
                Assert.Equal(step * parallelism, _at.Count(at => at <= step));
        }

        Assert.Equal(Enumerable.Range(0, Count), Time.WaitFor(done).Order());
        Assert.Equal(Enumerable.Range(0, Count).Select(n => (double)((n / parallelism) + 1)), _at.Order());
    }

    [Fact]
    public void SelectAsync_lambda_that_asks_gets_replies_within_one_drive()
    {
        var echo = Sys.ActorOf(Akka.Actor.Props.Create<EchoActor>());
        var done = Source.From(Enumerable.Range(0, Count))
            .SelectAsync(2, async n => await Txaio.Ask<string>(echo, $"{n}"))
            .RunWith(Sink.Seq<string>(), Sys.Materializer());

        Time.RunUntilIdle();

        Assert.Equal(Enumerable.Range(0, Count).Select(static n => $"{n}"), Time.WaitFor(done));
        Assert.Equal(TimeSpan.Zero, Time.Elapsed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Async_function_of_AsFuture_resumes_at_each_second(bool onPool)
    {
        var start = () => Txaio.AsFuture(async () =>
        {
            for (var n = 0; n < Count; n++)
                await SleepAsync(n);
            return "slept";
        });
        var future = onPool ? Time.WaitFor(Task.Run(start)) : start();

        for (var step = 1; step <= Count; step++)
        {
            Time.Advance(Second);
            Assert.Equal(step, _at.Count);
        }

        Assert.Equal("slept", Time.WaitFor(future.AsTask()));
        Assert.Equal(Enumerable.Range(1, Count).Select(static n => (double)n), _at);
    }

    [Fact]
    public void Async_functions_of_AsFuture_that_await_each_other_end_in_one_drive()
    {
        var last = Txaio.AsFuture(async () => await SleepAsync(0));
        for (var n = 1; n < Count; n++)
        {
            var before = last;
            last = Txaio.AsFuture(async () => await before + await SleepAsync(1));
        }

        Time.Advance(Second * Count);

        Assert.True(last.IsCalled);
        Assert.Equal(Count - 1, Time.WaitFor(last.AsTask()));
    }

    private async Task<int> SleepAsync(int value)
    {
        await Txaio.Sleep(Second);
        lock (_at)
            _at.Add(Time.Elapsed.TotalSeconds);
        return value;
    }
}
