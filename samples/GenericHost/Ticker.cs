using Akka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Txaio.Actors;

namespace GenericHost;

/// <summary>Ticks on the loop "io" and counts on the default loop: an example of a service with two loops.</summary>
internal sealed class Ticker(ITxaio main, [FromKeyedServices("io")] ITxaio io) : BackgroundService
{
    private readonly ITxaioLogger _log = main.MakeLogger<Ticker>();
    private readonly IBatchedTimer _timer = io.BatchedTimer("ticks");

    // Only callbacks of the default loop read and write the count.
    private int _ticks;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => io.Loop.RunAsync(async () =>
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            main.Loop.CallSoon(Count);
            // Resumes on the loop "io".
            await NextAsync();
        }

        // This line is written, too: the loops and the log close after this service.
        main.Loop.CallSoon(() => _log.Info("stopped after {Ticks} ticks", _ticks));
    });

    private void Count() => _log.Debug("tick {N} on {Loop}", ++_ticks, EventLoop.Current);

    private Future<Done> NextAsync()
    {
        var next = io.CreateFuture();
        _timer.CallLater(_timer.Bucket, static future => future.TryResolve(), next);
        return next;
    }
}
