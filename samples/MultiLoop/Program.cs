using Akka.Actor;
using Akka.Configuration;
using Samples;
using Txaio.Actors;

if (CommandLine.Check(args, "MultiLoop", "three loops, and the thread that each callback runs on") is { } exitCode)
    return exitCode;

var config = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "hocon", "io-and-cpu-loops.conf"));
// Without warnings: on a busy machine a loop may report a callback as slow.
using var system = ActorSystem.Create(
    "multiloop", ConfigurationFactory.ParseString(config).WithFallback("akka.loglevel = ERROR"));
var txaio = system.Txaio();
var io = txaio.WithConfig("io");
var cpu = txaio.WithConfig("cpu");
var threads = new Dictionary<int, char>();

foreach (var loop in new[] { txaio.Loop, io.Loop, cpu.Loop })
{
    await loop.RunAsync(async () =>
    {
        Say("a callback runs");
        await Task.Yield();
        Say("code runs after an await");
    });
}

// Any thread may resolve a future: its callbacks run on the loop that made it.
var answer = io.CreateFuture<int>();
io.AddCallbacks(answer, value => Say($"a callback of a future of loop io gets {value}"));
await cpu.Loop.RunAsync(() =>
{
    Say("resolves a future of loop io with 42");
    cpu.Resolve(answer, 42);
    return Task.CompletedTask;
});
await answer;

// Loops never wait for each other: this computation ends only because loop io runs its callbacks meanwhile.
using var ioIsDone = new ManualResetEventSlim();
var computation = cpu.Loop.RunAsync(() =>
{
    ioIsDone.Wait();
    Say("the long computation ends");
    return Task.CompletedTask;
});
for (var i = 1; i <= 3; i++)
{
    var number = i;
    io.Loop.CallSoon(() => Say($"callback {number} runs while cpu is busy"));
}

io.Loop.CallSoon(ioIsDone.Set);
await computation;

await system.Terminate();
return 0;

// Threads get letters in the order in which they appear. Each loop has one letter: it keeps its own thread.
void Say(string text)
{
    var thread = Environment.CurrentManagedThreadId;
    lock (threads)
    {
        if (!threads.TryGetValue(thread, out var letter))
            threads[thread] = letter = (char)('A' + threads.Count);
        Console.WriteLine($"thread {letter}  loop {EventLoop.Current?.Name ?? "none",-7}  {text}");
    }
}
