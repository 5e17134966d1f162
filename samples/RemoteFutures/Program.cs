using Akka.Actor;
using Akka.Configuration;
using RemoteFutures;
using Samples;
using Txaio.Actors;

// Both processes are nodes with the same configuration. The first process starts the second.
var isWorker = args is ["--worker"];
if (!isWorker && CommandLine.Check(args, "RemoteFutures", "promises that another process completes") is { } exitCode)
    return exitCode;

var config = ConfigurationFactory.ParseString(
    await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "hocon", "remote.conf")));
using var system = ActorSystem.Create(isWorker ? "worker" : "asker", config);

if (isWorker)
    await WorkerProcess.RunAsync(system);
else
    await AskAsync();

await system.Terminate();
return 0;

async Task AskAsync()
{
    await using var process = await WorkerProcess.StartAsync();
    var worker = await system.ActorSelection($"{process.Address}/user/worker").ResolveOne(TimeSpan.FromSeconds(10));
    var txaio = system.Txaio();

    double[] numbers = [1, 4, -9, 16, 25];
    var roots = new List<Future<double>>();
    foreach (var number in numbers)
    {
        // Any actor that has the promise's ref, in any process, completes the promise with a reply.
        var root = txaio.CreateFuture<double>();
        worker.Tell(new FindRoot(number, root.Ref));
        roots.Add(root);
    }

    Console.WriteLine($"handed {roots.Count} promises to another process");
    var outcomes = await txaio.Gather(roots);
    foreach (var (number, outcome) in numbers.Zip(outcomes))
    {
        Console.WriteLine(outcome.IsSuccess
            ? $"the root of {number} is {outcome.Value}"
            : $"the root of {number} failed: {TypeThere(outcome.Failure!)}: {outcome.Failure}");
    }
}

// An exception arrives as text: its type need not exist in this process.
static string TypeThere(IFailedFuture failure) => ((RemoteFailureException)failure.Value).TypeName;
