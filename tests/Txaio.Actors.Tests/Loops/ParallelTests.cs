namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// Parallel with a loop's TaskScheduler runs all bodies on the loop, one at a time, and does not deadlock.
/// </summary>
public sealed class ParallelTests : LoopTestKit
{
    private readonly List<EventLoop?> _seen = [];
    private int _inside;

    /// <summary>The methods of Parallel, each with twenty bodies.</summary>
    public static TheoryData<string> Ways => ["For", "For long", "ForEach", "Invoke", "Invoke few", "Invoke token"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Parallel_off_the_loop_runs_on_the_loop_one_at_a_time(string way)
    {
        var running = Task.Run(() => Run(way));

        Assert.Equal(Time.WaitFor(running), _seen.Count);
        Assert.All(_seen, on => Assert.Same(Loop, on));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Parallel_on_the_loop_runs_inline(string way)
    {
        var count = 0;

        OnLoop(() => count = Run(way));

        Assert.Equal(count, _seen.Count);
        Assert.All(_seen, on => Assert.Same(Loop, on));
        Assert.Empty(Published.Failures);
    }

    [Fact]
    public void Exception_of_a_body_reaches_the_caller()
    {
        var running = Task.Run(() => Parallel.For(
            0, 3, Options(), number => throw new NotSupportedException($"{number}")));

        var error = Assert.Throws<AggregateException>(() => Time.WaitFor(running));
        Assert.IsType<NotSupportedException>(error.InnerExceptions[0]);
        Assert.Empty(Published.Failures);
    }

    [Fact]
    public void Token_stops_Parallel()
    {
        using var source = new CancellationTokenSource();
        var options = Options();
        options.CancellationToken = source.Token;
        var running = Task.Run(() => Parallel.For(0, 1_000_000, options, number =>
        {
            RecordBody();
            if (number == 3)
                source.Cancel();
        }));

        Assert.Throws<OperationCanceledException>(() => Time.WaitFor(running));
        Assert.True(_seen.Count < 1_000_000);
    }

    /// <summary>With real threads, no body of Parallel runs at the same time as a callback of the loop.</summary>
    [Fact]
    public async Task Parallel_off_the_loop_never_runs_beside_a_callback()
    {
        var system = TestSystem.Start();
        try
        {
            var loop = system.Txaio().Loop;
            var (inside, twice, ran) = (0, 0, 0);
            void Work()
            {
                twice += Interlocked.Increment(ref inside) - 1;
                ran++;
                Thread.SpinWait(100);
                Interlocked.Decrement(ref inside);
            }

            var options = new ParallelOptions { TaskScheduler = loop.TaskScheduler };
            var running = Task.Run(() => Parallel.For(0, 5_000, options, _ => Work()));
            await Threads.Run(2, _ =>
            {
                for (var i = 0; i < 1_000; i++)
                    loop.CallSoon(Work);
            });
            await running.WaitAsync(Guard);
            await loop.RunAsync(() => Task.CompletedTask);

            Assert.Equal((0, 7_000), (twice, ran));
        }
        finally
        {
            await system.Terminate();
        }
    }

    private ParallelOptions Options() => new() { TaskScheduler = Loop.TaskScheduler };

    private int Run(string way)
    {
        var options = Options();
        switch (way)
        {
            case "For":
                Parallel.For(0, 20, options, _ => RecordBody());
                return 20;
            case "For long":
                Parallel.For(0L, 20L, options, (_, _) => RecordBody());
                return 20;
            case "ForEach":
                Parallel.ForEach(Enumerable.Range(0, 20).Select(number => number * 2), options, _ => RecordBody());
                return 20;
            case "Invoke few":
                Parallel.Invoke(options, RecordBody, RecordBody, RecordBody);
                return 3;
            default:
                if (way == "Invoke token")
                    options.CancellationToken = new CancellationTokenSource().Token;
                Parallel.Invoke(options, [.. Enumerable.Repeat<Action>(RecordBody, 20)]);
                return 20;
        }
    }

    private void RecordBody()
    {
        Assert.Equal(1, Interlocked.Increment(ref _inside));
        _seen.Add(EventLoop.Current);
        Interlocked.Decrement(ref _inside);
    }
}
