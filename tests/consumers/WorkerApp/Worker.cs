using Akka.Actor;
using Txaio.Actors;

namespace WorkerApp;

public sealed class Worker(
    ITxaio txaio, [FromKeyedServices("io")] ITxaio io, ActorSystem system, IHostApplicationLifetime host)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var answer = txaio.CreateFuture<int>();
        io.CallLater(TimeSpan.FromMilliseconds(20), answer.Resolve, 42);
        var loop = await io.Loop.RunAsync(() => Task.FromResult(EventLoop.Current));
        Console.WriteLine($"{await answer} by {loop}, in '{system.Name}'");
        host.StopApplication();
    }
}
