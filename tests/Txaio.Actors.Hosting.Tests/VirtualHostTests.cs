using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Txaio.Actors.TestKit;

namespace Txaio.Actors.Hosting.Tests;

/// <summary>
/// Hosted services in virtual time. The calls that move the time wait for code after awaits, although no loop runs this
/// code.
/// </summary>
public sealed class VirtualHostTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private IHost? _host;

    [Fact]
    public void BackgroundService_that_sleeps_wakes_up_once_an_advance()
    {
        var time = Start<SleepingService>(out var service);
        for (var i = 1; i <= 10; i++)
        {
            time.Advance(Second);
            Assert.Equal(i, service.WokenUp);
        }
    }

    [Fact]
    public void BackgroundService_that_sleeps_wakes_up_ten_times_in_one_advance()
    {
        var time = Start<SleepingService>(out var service);

        time.Advance(Second * 10);

        Assert.Equal(10, service.WokenUp);
    }

    [Fact]
    public void BackgroundService_with_delays_on_the_clock_of_the_loop_wakes_up_once_an_advance()
    {
        var time = Start<DelayingService>(out var service);
        for (var i = 1; i <= 10; i++)
        {
            time.Advance(Second);
            Assert.Equal(i, service.WokenUp);
        }
    }

    [Fact]
    public async Task HostedService_whose_start_sleeps_holds_the_start_of_the_host_until_the_time_has_come()
    {
        var host = Build<SlowStart>();
        var time = VirtualTime.Of(HostTestBase.SystemOf(host));

        var start = host.StartAsync();
        time.Advance(Second * 2);
        Assert.False(start.IsCompleted);
        time.Advance(Second);
        time.WaitFor(start);

        await start;
        Assert.Equal(3, host.Services.GetRequiredService<SlowStart>().WokenUp);
    }

    [Fact]
    public void Stop_of_the_host_cancels_the_sleep_and_ends_the_service()
    {
        var time = Start<SleepingService>(out var service);
        time.Advance(Second);

        time.WaitFor(_host!.StopAsync());

        Assert.Equal((1, true), (service.WokenUp, service.ExecuteTask!.IsCompleted));
    }

    public void Dispose()
    {
        if (_host is null)
            return;
        VirtualTime.Of(HostTestBase.SystemOf(_host)).Dispose();
        _host.Dispose();
    }

    private IHost Build<T>()
        where T : class, IHostedService
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddAkka("app", static akka => akka
            .AddHocon("akka { loggers = [], stdout-loglevel = OFF }", HoconAddMode.Prepend)
            .AddHocon(VirtualTime.Config, HoconAddMode.Append));
        builder.Services.AddTxaio(static _ => { });
        builder.Services.AddSingleton<T>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<T>());
        return _host = builder.Build();
    }

    private VirtualTime Start<T>(out T service)
        where T : CountingService
    {
        var host = Build<T>();
        var time = VirtualTime.Of(HostTestBase.SystemOf(host));
        time.WaitFor(host.StartAsync());
        service = host.Services.GetRequiredService<T>();

        // .NET runs ExecuteAsync on the thread pool, and the host does not wait for its first await.
        time.WaitFor(service.Waits);
        return time;
    }

    private abstract class CountingService : BackgroundService
    {
        private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _wokenUp;

        /// <summary>Completes when the service waits for the time for the first time.</summary>
        public Task Waits => _waits.Task;

        public int WokenUp => Volatile.Read(ref _wokenUp);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (true)
            {
                var next = WaitAsync(stoppingToken);
                _waits.TrySetResult();
                await next;
                Interlocked.Increment(ref _wokenUp);
            }
        }

        /// <summary>Waits for a second.</summary>
        protected abstract Task WaitAsync(CancellationToken token);
    }

    private sealed class SleepingService(ITxaio txaio) : CountingService
    {
        protected override async Task WaitAsync(CancellationToken token) => await txaio.Sleep(Second, token);
    }

    private sealed class DelayingService(ITxaio txaio) : CountingService
    {
        protected override async Task WaitAsync(CancellationToken token) =>
            await Task.Delay(Second, txaio.Loop.TimeProvider, token);
    }

    private sealed class SlowStart(ITxaio txaio) : IHostedService
    {
        public int WokenUp { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            while (WokenUp < 3)
            {
                await txaio.Sleep(Second, cancellationToken);
                WokenUp++;
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
