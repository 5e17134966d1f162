using Akka.Actor;
using Samples;
using Txaio.Actors;

if (CommandLine.Check(args, "Basic", "two futures, their callbacks and a gather") is { } exitCode)
    return exitCode;

// Without warnings: on a busy machine the loop may report a callback as slow.
using var system = ActorSystem.Create("basic", "akka.loglevel = ERROR");
var txaio = system.Txaio();

var failing = txaio.CreateFuture<string>();
var working = txaio.CreateFuture<string>();
txaio.AddCallbacks(failing, Callback, Errback);
txaio.AddCallbacks(working, Callback, Errback);
txaio.AddCallbacks(txaio.Gather([failing, working]), outcomes =>
{
    foreach (var outcome in outcomes)
        Console.WriteLine(outcome.IsSuccess ? $"succeeded: {outcome.Value}" : $"failed: {outcome.Failure}");
});
Console.WriteLine("two futures are pending");

txaio.Reject(failing, new InvalidOperationException("it failed"));
txaio.Resolve(working, "it worked!");

// Callbacks run on the loop, never inside Resolve or Reject. Queued callbacks run before the system ends.
await system.Terminate();
return 0;

void Callback(string value) => Console.WriteLine($"callback on loop '{EventLoop.Current?.Name}': {value}");

void Errback(IFailedFuture failure) =>
    Console.WriteLine($"errback on loop '{EventLoop.Current?.Name}': {txaio.FailureMessage(failure)}");
