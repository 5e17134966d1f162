using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.Loggers;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Tests.Logging;

/// <summary>With <c>txaio.logging.capacity</c>, a slow output of StartLogging drops and counts events.</summary>
public sealed class LogCapacityTests : IAsyncLifetime
{
    private const string Name = "log-capacity";
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly BlockedWriter _output = new();
    private readonly DroppedEvents _dropped = new(Name);
    private ActorSystem? _system;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _output.Release();
        await (_system?.Terminate() ?? Task.CompletedTask);
        _dropped.Dispose();
    }

    [Fact]
    public async Task Events_beyond_the_bound_are_dropped_and_counted_and_a_line_has_their_number()
    {
        var log = await StartBlocked("txaio.logging.capacity = 10");

        for (var i = 0; i < 25; i++)
            log.Info("event {I}", i);
        Assert.Equal(15, _dropped.Count);
        Assert.Equal(["StartLogging"], _dropped.Loggers);
        var lines = await LinesAtEnd();

        Assert.Equal(
            [
                "first", .. Enumerable.Range(0, 10).Select(static i => $"event {i}"),
                "Log events dropped because 10 waited: 15; txaio.logging.capacity = 10 allows no more",
            ],
            lines);
    }

    [Fact]
    public async Task Without_the_setting_all_events_wait()
    {
        var log = await StartBlocked("");

        for (var i = 0; i < 50_000; i++)
            log.Info("event {I}", i);

        Assert.Equal(50_001, (await LinesAtEnd()).Length);
        Assert.Equal(0, _dropped.Count);
    }

    [Fact]
    public async Task Output_that_has_caught_up_takes_events_again()
    {
        var log = await StartBlocked("txaio.logging.capacity = 1");
        log.Info("kept");
        log.Info("dropped");
        _output.Release();
        await _output.LineAsync("txaio.logging.capacity = 1 allows no more");

        log.Info("again");

        Assert.Equal("again", (await LinesAtEnd())[^1]);
        Assert.Equal(1, _dropped.Count);
    }

    [Fact]
    public async Task Events_of_many_threads_fill_the_bound_exactly()
    {
        var log = await StartBlocked("txaio.logging.capacity = 100");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i++)
                log.Info("event");
        })));

        Assert.Equal(7_900, _dropped.Count);
        Assert.Equal(100, (await LinesAtEnd()).Count(static line => line == "event"));
    }

    [Fact]
    public async Task Events_after_the_end_do_not_wait_and_are_not_dropped()
    {
        var log = await StartBlocked("txaio.logging.capacity = 1");
        _ = await LinesAtEnd();

        for (var i = 0; i < 5; i++)
            log.Info("late");

        Assert.Equal(5, _output.Lines.Count(static line => line == "late"));
        Assert.Equal(0, _dropped.Count);
    }

    // The output is blocked inside the write of the first event, which no longer waits.
    private async Task<ITxaioLogger> StartBlocked(string hocon)
    {
        _system = ActorSystem.Create(
            Name,
            ConfigurationFactory.ParseString(
                hocon + "\nakka { loggers = [], stdout-loglevel = OFF, loglevel = INFO, log-dead-letters = off }"
                + "\nakka.coordinated-shutdown { run-by-clr-shutdown-hook = off, run-by-actor-system-terminate = off }"));
        var txaio = _system.Txaio();
        txaio.StartLogging(_output);
        var log = txaio.MakeLogger("test");
        log.Info("first");
        await _output.Entered.WaitAsync(Guard);
        return log;
    }

    private async Task<string[]> LinesAtEnd()
    {
        _output.Release();
        await _system!.Terminate().WaitAsync(Guard);
        return _output.Lines;
    }

    /// <summary>A text output whose writes wait until the test releases them.</summary>
    private sealed class BlockedWriter : StringWriter
    {
        private readonly ManualResetEventSlim _gate = new();
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile string _wanted = "";

        public Task Entered => _entered.Task;

        /// <summary>The messages, without their times.</summary>
        public string[] Lines
        {
            get
            {
                lock (_gate)
                {
                    return
                    [
                        .. ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
                            .Select(static line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]),
                    ];
                }
            }
        }

        public void Release() => _gate.Set();

        /// <summary>Waits until a line with that text has been written. Called once.</summary>
        public Task LineAsync(string text)
        {
            lock (_gate)
            {
                _wanted = text;
                if (ToString().Contains(text, StringComparison.Ordinal))
                    _found.TrySetResult();
            }

            return _found.Task.WaitAsync(Guard);
        }

        public override void Write(string? value)
        {
            _entered.TrySetResult();
            _gate.Wait(Guard);
            lock (_gate)
            {
                base.Write(value);
                if (_wanted.Length > 0 && value!.Contains(_wanted, StringComparison.Ordinal))
                    _found.TrySetResult();
            }
        }
    }
}

/// <summary>The bound itself, in virtual time.</summary>
public sealed class LogBoundTests : VirtualTestKit
{
    private readonly List<string> _problems = [];
    private readonly Meter _meter = new("log-bound-tests");
    private readonly LogBound _bound;

    public LogBoundTests() => _bound = new LogBound(
        Sys, "logger", "setting", 1, _meter.CreateCounter<long>("dropped"),
        (problem, error) => _problems.Add($"{problem}: {error.Message}"));

    [Fact]
    public void Line_comes_once_a_second_while_events_wait_and_at_once_when_none_waits()
    {
        Assert.True(_bound.TryEnter());
        Assert.Null(_bound.Line(isIdle: true));

        Drop(2);
        Assert.StartsWith("Log events dropped because 1 waited: 2; setting = 1", _bound.Line(isIdle: false));
        Drop(3);
        Assert.Null(_bound.Line(isIdle: false));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("Log events dropped because 1 waited: 3;", _bound.Line(isIdle: false));
        Drop(1);
        Assert.StartsWith("Log events dropped because 1 waited: 1;", _bound.Line(isIdle: true));
        Assert.Null(_bound.Line(isIdle: true));
    }

    [Fact]
    public void Place_is_free_again_after_Leave()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.True(_bound.TryEnter());
            Assert.False(_bound.TryEnter());
            _bound.Leave();
        }
    }

    [Fact]
    public void Listener_that_throws_is_reported_once()
    {
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException("bad"));
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _meter)
                listener.EnableMeasurementEvents(instrument);
        };
        listener.Start();

        Assert.True(_bound.TryEnter());
        Drop(2);

        Assert.Equal(["a listener of its metrics failed: bad"], _problems);
    }

    protected override void AfterAll()
    {
        _meter.Dispose();
        base.AfterAll();
    }

    private void Drop(int count)
    {
        for (var i = 0; i < count; i++)
            Assert.False(_bound.TryEnter());
    }
}
