using Akka.Configuration;

namespace Txaio.Actors.Tests.Loops;

/// <summary>
/// Two loops whose sections configure a dispatcher inline never share a thread. The threads are real.
/// </summary>
public sealed class LoopThreadsTests() : TxaioTestKit(
    """
    txaio.loops {
      io.dispatcher { type = PinnedDispatcher }
      cpu.callbacks-per-turn = 10
      same-1.dispatcher = shared
      same-2.dispatcher = shared
    }
    shared { type = ForkJoinDispatcher, dedicated-thread-pool.thread-count = 1 }
    """)
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Loops_with_inline_sections_have_threads_of_their_own()
    {
        var threads = new List<int>();
        foreach (var loop in new[] { "default", "io", "cpu" })
        {
            for (var i = 0; i < 20; i++)
                threads.Add(await ThreadOf(loop));
        }

        Assert.Equal(3, threads.Distinct().Count());
        Assert.All(threads.Chunk(20), chunk => Assert.Single(chunk.Distinct()));
    }

    [Fact]
    public async Task Loops_that_name_one_dispatcher_share_its_thread() =>
        Assert.Equal(await ThreadOf("same-1"), await ThreadOf("same-2"));

    [Theory]
    [InlineData("default", "io")]
    [InlineData("io", "cpu")]
    [InlineData("cpu", "default")]
    public async Task Blocked_loop_does_not_delay_another(string blocked, string other)
    {
        using var release = new ManualResetEventSlim();
        var isBlocked = new TaskCompletionSource();
        Sys.Txaio(blocked).Loop.CallSoon(() =>
        {
            isBlocked.SetResult();
            release.Wait(Guard);
        });
        await isBlocked.Task.WaitAsync(Guard);

        // The other loop runs callbacks, delayed calls and futures, or these waits would fail.
        var api = Sys.Txaio(other);
        await api.Loop.RunAsync(() => Task.CompletedTask).WaitAsync(Guard);
        await api.Sleep(TimeSpan.FromMilliseconds(20)).AsTask().WaitAsync(Guard);
        Assert.False(release.IsSet);
        release.Set();
    }

    [Fact]
    public void Inline_section_that_shares_threads_is_refused()
    {
        using var system = TestSystem.Start("txaio.loops.io.dispatcher.type = TaskDispatcher");

        var error = Assert.Throws<ConfigurationException>(() => system.Txaio());

        Assert.StartsWith("txaio.loops.io.dispatcher.type = TaskDispatcher: shares its threads", error.Message);
    }

    private async Task<int> ThreadOf(string loop) => await Sys.Txaio(loop).Loop
        .RunAsync(() => Task.FromResult(Environment.CurrentManagedThreadId)).WaitAsync(Guard);
}
