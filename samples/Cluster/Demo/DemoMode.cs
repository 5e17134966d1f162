using System.Runtime.InteropServices;
using Akka.Actor;
using DurableCalls.Nodes;
using Txaio.Actors;
using Txaio.Actors.Cluster;

namespace DurableCalls.Demo;

/// <summary>
/// The fourth process: schedules calls while nodes are killed, records what arrives, and compares. Its node stores no
/// calls; its recorder is the target of half of them.
/// </summary>
internal static class DemoMode
{
    private const int Success = 0;
    private const int Failure = 1;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FormTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ArrivalTimeout = TimeSpan.FromSeconds(60);

    // Calls wait this long at most, so that many are pending when a node is killed.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(Options options)
    {
        using var stage = Stage.Build(options);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => End(stage));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => End(stage));
        var output = NodeMode.LogTo(Path.Combine(stage.Folder, "demo.log"));
        var holds = await RunAsync(options, stage, output);
        if (!holds)
            output.WriteLine($"the logs of all processes are in {stage.KeepFolder()}");
        return holds ? Success : Failure;
    }

    // Ctrl+C: no node and no file stays behind.
    private static void End(Stage stage)
    {
        stage.Dispose();
        Environment.Exit(Failure);
    }

    private static async Task<bool> RunAsync(Options options, Stage stage, TextWriter output)
    {
        var ended = 0;
        foreach (var node in stage.Nodes)
        {
            node.EndedByItself = code =>
            {
                Interlocked.Increment(ref ended);
                output.WriteLine($"the node at port {node.Port} ended by itself with exit code {code}");
                _ = StartAgainAsync(node, output);
            };
            node.Start();
        }

        using var system = NodeMode.Start(stage.ConfigFile, port: 0, role: "demo");
        var formed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(ClusterFormed.Props(options.Nodes + 1, formed));
        if (await Task.WhenAny(formed.Task, Task.Delay(FormTimeout)) != formed.Task)
        {
            output.WriteLine($"the {options.Nodes} nodes were no cluster after {FormTimeout.TotalSeconds} s");
            return false;
        }

        output.WriteLine(
            $"{options.Nodes} nodes and this process are a cluster; the calls are stored in {options.Store}");

        var records = new Records(options.Calls);
        var recorder = system.ActorOf(Props.Create(() => new Recorder(records)), "recorder");
        var timer = system.TxaioCluster().DurableTimer("expiry");
        var started = DateTimeOffset.UtcNow;
        using var showing = ShowEverySecond(output, started, records);
        var kills = KillAsync(options, stage, output, started);
        try
        {
            await ScheduleAsync(options, timer, recorder, records);
        }
        catch (LoopTerminatedException)
        {
            output.WriteLine(
                "the node of this process ended by itself: the others did not hear of it for about 2 s, as on a machine "
                + "that has too much to do");
            return false;
        }

        var killed = await kills;
        await ArrivedAsync(records);
        return new Verdict(records, killed, Volatile.Read(ref ended)).Print(output);
    }

    // Schedules the calls at an even pace, whether or not earlier calls are stored already.
    private static async Task ScheduleAsync(Options options, IDurableTimer timer, IActorRef recorder, Records records)
    {
        var random = new Random(options.Calls);
        var scheduling = new List<Task>(options.Calls);
        using var steps = new PeriodicTimer(Step);
        var started = DateTimeOffset.UtcNow;
        while (scheduling.Count < options.Calls && await steps.WaitForNextTickAsync())
        {
            var passed = (DateTimeOffset.UtcNow - started) / options.Duration;
            var upTo = Math.Min(options.Calls, (int)(options.Calls * passed));
            while (scheduling.Count < upTo)
            {
                var due = DateTimeOffset.UtcNow + random.NextDouble() * LongestDelay;
                scheduling.Add(ScheduleAsync(timer, scheduling.Count, due, recorder, records));
            }
        }

        await Task.WhenAll(scheduling);
    }

    // A call that is refused or not confirmed in time may be stored all the same. The same key replaces it, so the call
    // is simply scheduled again, for a minute.
    private static async Task ScheduleAsync(
        IDurableTimer timer, int number, DateTimeOffset due, IActorRef recorder, Records records)
    {
        var end = DateTimeOffset.UtcNow + ArrivalTimeout;
        CallTarget target = number % 2 == 0
            ? new ShardTarget(OrderActor.Region, $"order-{number % 1000}")
            : new ActorTarget(recorder);
        records.Asked(number, due);
        while (true)
        {
            try
            {
                await timer.Schedule($"call-{number}", due, target, new Expire(number, recorder));
                records.IsStored(number);
                return;
            }
            catch (Exception e) when (e is TimeoutException or DurableTimerException)
            {
                if (DateTimeOffset.UtcNow > end)
                    return;
                await Task.Delay(RetryAfter);
            }
        }
    }

    // The nodes take turns. Returns when each was killed.
    private static async Task<IReadOnlyList<DateTimeOffset>> KillAsync(
        Options options, Stage stage, TextWriter output, DateTimeOffset started)
    {
        var killed = new List<DateTimeOffset>();
        for (var i = 0; i < options.Kills.Count; i++)
        {
            var node = stage.Nodes[i % stage.Nodes.Count];
            await Until(started + options.Kills[i]);
            killed.Add(DateTimeOffset.UtcNow);
            node.Kill();
            output.WriteLine($"killed the node at port {node.Port}");
            await StartAgainAsync(node, output);
        }

        return killed;
    }

    // As a service manager does.
    private static async Task StartAgainAsync(NodeProcess node, TextWriter output)
    {
        await Task.Delay(RestartAfter);
        if (node.Start())
            output.WriteLine($"started the node at port {node.Port} again");
    }

    private static async Task ArrivedAsync(Records records)
    {
        var end = DateTimeOffset.UtcNow + LongestDelay + ArrivalTimeout;
        using var steps = new PeriodicTimer(Step);
        while (records.Arrived < records.All.Count && DateTimeOffset.UtcNow < end)
            await steps.WaitForNextTickAsync();
    }

    private static Timer ShowEverySecond(TextWriter output, DateTimeOffset started, Records records) => new(
        _ => output.WriteLine(
            $"{(DateTimeOffset.UtcNow - started).TotalSeconds,4:0} s  {records.Stored,7} stored  "
            + $"{records.Arrived,7} arrived"),
        state: null,
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(1));

    private static Task Until(DateTimeOffset time)
    {
        var left = time - DateTimeOffset.UtcNow;
        return left > TimeSpan.Zero ? Task.Delay(left) : Task.CompletedTask;
    }
}
