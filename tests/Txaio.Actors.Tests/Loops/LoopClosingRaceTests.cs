namespace Txaio.Actors.Tests.Loops;

/// <summary>A loop that closes runs or refuses each callback that threads post meanwhile, and loses none.</summary>
public sealed class LoopClosingRaceTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Work_that_was_taken_while_the_loop_closes_runs_once()
    {
        for (var round = 0; round < 10; round++)
        {
            var system = TestSystem.Start();
            var api = system.Txaio();
            var loop = api.Loop;
            var taken = 0;
            var ran = 0;
            var futures = new List<Task>[4];
            var ended = Task.CompletedTask;
            await Threads.Run(4, number =>
            {
                futures[number] = [];
                if (number == 0)
                    ended = system.Terminate();
                try
                {
                    for (var i = 0; i < 1_000_000; i++)
                    {
                        loop.CallSoon(() => Interlocked.Increment(ref ran));
                        Interlocked.Increment(ref taken);
                        loop.SynchronizationContext.Post(_ => Interlocked.Increment(ref ran), null);
                        Interlocked.Increment(ref taken);
                        if (i % 100 == 0)
                            futures[number].Add(api.CreateFuture().AsTask());
                    }
                }
                catch (LoopTerminatedException)
                {
                    // The loop has closed. The callbacks that it accepted before must still run.
                }
            });
            await ended.WaitAsync(Guard);

            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref ran) >= taken, Guard), $"{taken} taken, {ran} ran.");
            Assert.Equal(taken, ran);
            // Every future with a waiter has failed.
            foreach (var future in futures.SelectMany(static each => each))
                await Assert.ThrowsAsync<LoopTerminatedException>(() => future.WaitAsync(Guard));
        }
    }
}
