using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Txaio.Actors.Tests.Loops;

/// <summary>An actor system can be collected after its use and end.</summary>
public sealed class SystemMemoryTests
{
    private const int Systems = 8;

    [Fact]
    public async Task Systems_that_have_ended_are_collected_while_their_thread_lives()
    {
        var ended = new List<WeakReference>();
        for (var i = 0; i < Systems; i++)
            ended.Add(await Use());

        // The threads of Akka's scheduler and dispatchers end some time after WhenTerminated completes.
        for (var attempt = 0; attempt < 100 && ended.Exists(static system => system.IsAlive); attempt++)
        {
            await Task.Delay(100);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, ended.Count(static system => system.IsAlive));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> Use()
    {
        var system = TestSystem.Start();
        var txaio = system.Txaio();
        var echo = system.ActorOf(Props.Create<EchoActor>());
        using var timer = txaio.MakeBatchedTimer(TimeSpan.FromMilliseconds(10));
        timer.CallLater(TimeSpan.FromMinutes(1), static () => { });
        txaio.CallLater(TimeSpan.FromMinutes(1), echo, "never");
        _ = txaio.CreateFuture<int>().WaitAsync(TimeSpan.FromMinutes(1));
        await txaio.Ask<string>(echo, "x");
        await txaio.Sleep(TimeSpan.FromMilliseconds(1));
        await system.Terminate();
        return new WeakReference(system);
    }
}
