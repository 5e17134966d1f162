using System.Diagnostics;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Servers;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Keep-alive end to end: the sample's server beside the servers that people would use instead.</summary>
internal sealed class P19KeepAliveServers : ICase
{
    // A server that lets a fifth of the pings out does other work than the others.
    private const double FewestPings = 0.6;

    private const int WarmUpConnections = 100;

    // A timer's buckets fire five times a second, and what they call is compiled after the thirtieth.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(4);

    // What thousands of connections leave behind when they have gone.
    private static readonly TimeSpan CleaningUp = TimeSpan.FromSeconds(15);

    public string Id => "P19";

    public string Title => "servers that ping their WebSockets every second";

    public string Includes =>
        "samples/KeepAlive, Kestrel's own `KeepAliveInterval` and `KeepAliveTimeout`, and Autobahn|Python 22.7 with "
        + "`autoPingInterval`, each as a process of its own; the clients are plain `ClientWebSocket`s in another "
        + "process, which only answer pings. Each connection is pinged a second after its last answer and dropped "
        + "after 4 s without one. All servers round the second up to their own ticks or buckets, so they send different "
        + "numbers of pings; CPU time is compared for a connection and for a ping. CPU time of the server's process "
        + "while all connections stay open, after 100 connections have come to each server, been pinged and gone, so "
        + "without most of the compilation. The figure with one connection comes last: a process that does little "
        + "spends more time on compilation than on its work, for minutes. Memory is the growth of the process from "
        + "the first connection to the last, for each connection.";

    public bool IsForQuickRuns => false;

    public TimeSpan Patience => TimeSpan.FromMinutes(20);

    public void Run(CaseRun run)
    {
        int[] sizes = run.IsQuick ? [1_000] : [1_000, 3_000, 8_000];
        var window = TimeSpan.FromSeconds(run.Options.Seconds ?? run.Size(10, 3));
        var servers = new List<ServerProcess>();
        try
        {
            servers.Add(ServerProcess.Start(
                "KeepAlive", "KeepAlive.dll", "--listen", "http://127.0.0.1:0", "--ping", "1", "--timeout", "4"));
            servers.Add(ServerProcess.Start(
                "Kestrel's KeepAliveTimeout", "Txaio.Actors.Benchmarks.dll", KestrelServer.Command));
            AddAutobahn(run, servers, "asyncio");
            AddAutobahn(run, servers, "twisted");
            WarmAllUp(servers);
            Compare(run, [.. servers.Select(server => Measure(server, sizes, window))]);
        }
        finally
        {
            servers.ForEach(static server => server.Dispose());
        }
    }

    private static void AddAutobahn(CaseRun run, List<ServerProcess> servers, string framework)
    {
        ServerProcess? server = null;
        try
        {
            server = ServerProcess.StartPython($"Autobahn on {framework}", "autobahn_server.py", framework);
            server.WaitForAddress();
            servers.Add(server);
        }
        catch (BenchmarkFailedException e)
        {
            server?.Dispose();
            run.Skip(e.Message);
        }
    }

    // All at once, because it takes long. A server without connections takes no time from the others afterwards.
    private static void WarmAllUp(List<ServerProcess> servers)
    {
        var warmUps = new List<Clients>();
        try
        {
            foreach (var server in servers)
            {
                warmUps.Add(new Clients(server.WaitForAddress()));
                warmUps[^1].Open(WarmUpConnections);
            }

            Thread.Sleep(WarmUp);
        }
        finally
        {
            warmUps.ForEach(static clients => clients.Dispose());
        }
    }

    private static void Compare(CaseRun run, IReadOnlyList<ServerFigures> all)
    {
        var (ours, kestrel) = (all[0], all[1]);
        foreach (var load in ours.Loads.Where(static load => load.Open < load.Connections))
        {
            throw new BenchmarkFailedException(
                $"KeepAlive lost {load.Connections - load.Open:N0} of {load.Connections:N0} connections.");
        }

        Compare(run, ours, kestrel, static connections => Goal.AtMost(connections == 1 ? 1.5 : 0.5));
        CompareMemory(run, ours, kestrel, Goal.AtMost(1));
        foreach (var autobahn in all.Skip(2))
        {
            Compare(run, ours, autobahn, static connections => connections == 1 ? Goal.Shown : Goal.AtMost(0.8));
            CompareMemory(run, ours, autobahn, Goal.Shown);
        }
    }

    private static void Compare(CaseRun run, ServerFigures ours, ServerFigures theirs, Func<int, Goal> goal)
    {
        foreach (var (mine, their) in ours.Loads.Zip(theirs.Loads))
        {
            var lost = their.Connections - their.Open;
            var peer = lost == 0 ? theirs.Name : $"{theirs.Name}, {lost:N0} lost";
            var connected = $"{mine.Connections:N0} connected";
            run.Part($"server's CPU, {connected}", peer, Percent(mine), Percent(their), goal(mine.Connections));
            if (mine.Connections == 1)
                continue;
            run.Part(
                $"server's CPU for a ping, {connected}", peer, ForAPing(mine), ForAPing(their), goal(mine.Connections));
            run.Part($"pings, {connected}", peer, Pings(mine), Pings(their), Goal.Shown);
        }
    }

    private static void CompareMemory(CaseRun run, ServerFigures ours, ServerFigures theirs, Goal goal) => run.Part(
        "memory for a connection", theirs.Name, Quantity.Bytes(ours.Memory), Quantity.Bytes(theirs.Memory), goal);

    private static Quantity Percent(ServerLoad load) => new(load.Cpu, "%");

    private static Quantity ForAPing(ServerLoad load) => new(load.Cpu / 100 * 1e6 / load.Pings, "us");

    private static Quantity Pings(ServerLoad load) => new(load.Pings, "/s");

    private static ServerFigures Measure(ServerProcess server, int[] sizes, TimeSpan window)
    {
        var loads = new List<ServerLoad>();
        double memory;
        using (var clients = new Clients(server.WaitForAddress()))
        {
            clients.Open(1);
            Thread.Sleep(Settling);
            var first = server.Memory;
            foreach (var connections in sizes)
                loads.Add(Watch(server, clients, connections, window));
            memory = (double)(server.Memory - first) / (sizes[^1] - 1);
        }

        Thread.Sleep(CleaningUp);
        using var one = new Clients(server.WaitForAddress());
        loads.Insert(0, Watch(server, one, 1, 4 * window));
        return new ServerFigures(server.Name, loads, Math.Max(1, memory));
    }

    private static ServerLoad Watch(ServerProcess server, Clients clients, int connections, TimeSpan window)
    {
        clients.Open(connections);
        Thread.Sleep(Settling);
        var sent = clients.Count().Sent;
        var cpu = server.Cpu;
        var started = Stopwatch.GetTimestamp();
        Thread.Sleep(window);
        var used = server.Cpu - cpu;
        var elapsed = Stopwatch.GetElapsedTime(started);
        var count = clients.Count();
        var pings = (count.Sent - sent) / elapsed.TotalSeconds;
        var forEach = pings / Math.Max(1, count.Open);
        if (forEach < FewestPings)
        {
            throw new BenchmarkFailedException(
                $"{server.Name} sent {forEach:0.00} pings a second to each of {connections:N0} connections.");
        }

        // Not below the resolution of the operating system's figure, 10 ms.
        var percent = Math.Max(10 / window.TotalMilliseconds, used / elapsed) * 100;
        return new ServerLoad(connections, count.Open, pings, percent);
    }

    /// <summary>A server's figures.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Loads">One for each number of connections.</param>
    /// <param name="Memory">Bytes for a connection.</param>
    private sealed record ServerFigures(string Name, IReadOnlyList<ServerLoad> Loads, double Memory);

    /// <summary>A server with so many connections.</summary>
    /// <param name="Connections">How many were opened.</param>
    /// <param name="Open">How many were open at the end.</param>
    /// <param name="Pings">How many pings they answered in a second, all together.</param>
    /// <param name="Cpu">Percent of a core.</param>
    private readonly record struct ServerLoad(int Connections, int Open, double Pings, double Cpu);
}
