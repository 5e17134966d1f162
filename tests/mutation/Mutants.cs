#!/usr/bin/env dotnet
#:property PublishAot=false

// Tests the mutants that Stryker has made, many in one process: `tests/mutation/run` calls
// `dotnet run tests/mutation/Mutants.cs -- REPORT BIN TESTS [NOT]`.
//   REPORT  Stryker's mutation-report.json: the mutants that it did not leave out are tested
//   BIN     the folder with the mutated Txaio.Actors.dll and the tests
//   TESTS   a regular expression; the tests whose full name it fits are run
//   NOT     a regular expression; the tests whose full name it fits are left out
// Stryker starts a process for each mutant, which takes some seconds. Here a worker process has all tests loaded, and
// tests one mutant after another: it runs the tests that execute the mutated place, the quickest of each class first,
// until one fails. Then it runs this test without a mutant. If that fails, too, an earlier mutant has left something
// behind: a new worker tests the mutant again.
//
// Each result goes into `results.txt` beside REPORT at once. The same command goes on where an earlier one was stopped
// (Ctrl-C or SIGTERM, which print the table of the mutants tested so far): it takes the results of that file over. To
// test mutants again, such as those that survived, delete their lines there. WORKERS in the environment is the number
// of workers that test at the same time, by default 1. MOST_TESTS is the number of tests that a mutant is tested with at
// most, by default all: a mutant that more tests execute and that these do not notice is open, and is tested again by
// the next run. PATIENCE is the time in seconds, by default 8, after which a test hangs; a busy machine needs more.

using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;

if (args is ["worker", ..])
    return Worker.Run(args[1], args[2], args.ElementAtOrDefault(3), Console.In);
if (args.Length is < 3 or > 4)
{
    Console.Error.WriteLine("Usage: dotnet run tests/mutation/Mutants.cs -- REPORT BIN TESTS [NOT]");
    return 2;
}

var mutants = ReadReport(args[0]);
var results = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(args[0]))!, "results.txt");
ReadResults(results, mutants);
Console.WriteLine($"{mutants.Count} mutants, of which {mutants.Count(static mutant => mutant.Result is null or Result.Open)} to test");
var isStopped = false;
void Stop(PosixSignalContext context) => isStopped = context.Cancel = true;
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var hosts = Enumerable.Range(0, int.Parse(Environment.GetEnvironmentVariable("WORKERS") ?? "1"))
    .Select(_ => new Workers([Path.GetFullPath(args[1]), .. args[2..]]))
    .ToList();
var covering = hosts[0].Cover();
Console.WriteLine($"{covering.Tests.Count} tests, {covering.Tests.Sum(test => test.Ms) / 1000:F0} s");
foreach (var (name, ms) in covering.Tests.Where(static test => test.Ms > 500).OrderByDescending(static test => test.Ms))
    Console.WriteLine($"{ms / 1000:F1} s  {name}");
var left = new ConcurrentQueue<Mutant>(mutants.Where(static mutant => mutant.Result is null or Result.Open));
await Task.WhenAll(hosts.Select(host => Task.Factory.StartNew(() => TestLeft(host), TaskCreationOptions.LongRunning)));

Console.WriteLine();
Console.WriteLine(
    "| folder | mutants | tested | killed | timed out | survived | not covered | unsure | open " +
    "| killed or timed out |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
var folders = mutants.GroupBy(mutant => Path.GetDirectoryName(mutant.File)!).OrderBy(static folder => folder.Key);
foreach (var folder in folders.Concat(mutants.GroupBy(static _ => "all")))
{
    int Count(Result result) => folder.Count(mutant => mutant.Result == result);
    var tested = folder.Count(static mutant => mutant.Result is not null);
    var noticed = Count(Result.Killed) + Count(Result.TimedOut);
    Console.WriteLine(
        $"| {folder.Key} | {folder.Count()} | {tested} | {Count(Result.Killed)} | {Count(Result.TimedOut)} " +
        $"| {Count(Result.Survived)} | {Count(Result.NotCovered)} | {Count(Result.Unsure)} | {Count(Result.Open)} " +
        $"| {100.0 * noticed / tested:F1} % |");
}

return 0;

void TestLeft(Workers host)
{
    using var owned = host;
    while (!isStopped && left.TryDequeue(out var mutant))
    {
        var result = host.Test(mutant.Id, covering);
        // A stop from the keyboard ends the worker, too, which looks like a mutant that is killed.
        if (isStopped)
            return;
        mutant.Result = result;
        lock (left)
        {
            File.AppendAllText(results, $"{mutant}\n");
            if (result is not (Result.Killed or Result.TimedOut))
                Console.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {left.Count} left: {mutant}");
        }
    }
}

static List<Mutant> ReadReport(string path)
{
    using var report = JsonDocument.Parse(File.ReadAllText(path));
    var mutants = new List<Mutant>();
    foreach (var file in report.RootElement.GetProperty("files").EnumerateObject())
    {
        var lines = file.Value.GetProperty("source").GetString()!.Split('\n');
        foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
        {
            if (mutant.GetProperty("status").GetString() is "Ignored" or "CompileError")
                continue;
            var start = mutant.GetProperty("location").GetProperty("start");
            var end = mutant.GetProperty("location").GetProperty("end");
            var line = start.GetProperty("line").GetInt32();
            var text = lines[line - 1].TrimEnd('\r');
            var from = start.GetProperty("column").GetInt32() - 1;
            var ends = end.GetProperty("line").GetInt32() == line;
            var to = ends ? end.GetProperty("column").GetInt32() - 1 : text.Length;
            mutants.Add(new Mutant(
                int.Parse(mutant.GetProperty("id").GetString()!),
                file.Name[(file.Name.IndexOf("Txaio.Actors/", StringComparison.Ordinal) + "Txaio.Actors/".Length)..],
                line,
                text[Math.Min(from, text.Length)..Math.Min(to, text.Length)],
                Regex.Replace(mutant.GetProperty("replacement").GetString() ?? "", @"\s+", " ")));
        }
    }

    // In an order by chance, which is the same each time: a run that is stopped has tested some of each file.
    var shuffled = mutants.OrderBy(mutant => mutant.Id).ToArray();
    new Random(1).Shuffle(shuffled);
    return [.. shuffled];
}

// The lines begin as Mutant.ToString does: the result and the number of the mutant.
static void ReadResults(string path, List<Mutant> mutants)
{
    if (!File.Exists(path))
        return;
    var byId = mutants.ToDictionary(static mutant => mutant.Id);
    foreach (var line in File.ReadLines(path))
    {
        var parts = line.Split(' ', 3);
        if (byId.TryGetValue(int.Parse(parts[1].TrimStart('#')), out var mutant))
            mutant.Result = Enum.Parse<Result>(parts[0]);
    }
}

internal enum Result
{
    Killed,
    TimedOut,
    Survived,
    NotCovered,
    Unsure,
    Open,
}

internal sealed record Mutant(int Id, string File, int Line, string Text, string Replacement)
{
    // Null until the mutant has been tested.
    public Result? Result { get; set; }

    public override string ToString() => $"{Result} #{Id} {File}:{Line}  {Text.Trim()}  ->  {Replacement}";
}

/// <summary>The tests, the tests that execute each mutant, and the mutants that run once in a process.</summary>
internal sealed record Coverage(
    List<(string Name, double Ms)> Tests, int[] Passed, Dictionary<int, int[]> Covering, HashSet<int> Static);

/// <summary>Starts the worker processes, one at a time, and ends those that hang.</summary>
internal sealed class Workers(string[] arguments) : IDisposable
{
    // A worker has at most so many mutants, so that what they leave behind does not add up.
    private const int MutantsPerWorker = 100;

    // A test hangs when it takes this time and ten times its usual time. Tests wait up to 5 s for a message.
    private static readonly double PatienceMs =
        1_000 * double.Parse(Environment.GetEnvironmentVariable("PATIENCE") ?? "8");

    private static readonly int MostTests =
        int.Parse(Environment.GetEnvironmentVariable("MOST_TESTS") ?? $"{int.MaxValue}");

    private Channel<string> _lines = null!;
    private Process? _worker;
    private int _tested;

    public Coverage Cover()
    {
        Start(-1);
        Send("cover");
        var tests = new List<(string, double)>();
        var covered = new List<int[]>();
        var inStatic = new HashSet<int>();
        var passed = new List<bool>();
        while (Next(TimeSpan.FromMinutes(5)) is { } line && line != "end")
        {
            var parts = line.Split('\t');
            tests.Add((parts[0], double.Parse(parts[1])));
            covered.Add(Numbers(parts[2]));
            inStatic.UnionWith(Numbers(parts[3]));
            passed.Add(bool.Parse(parts[4]));
        }

        // What a test's threads do after its end counts for this test and for the next.
        var covering = covered.Index()
            .SelectMany(static test => test.Item.SelectMany(
                id => new[] { (id, test.Index), (id, Index: Math.Max(0, test.Index - 1)) }))
            .Where(pair => passed[pair.Index])
            .GroupBy(pair => pair.id, pair => pair.Index)
            .ToDictionary(group => group.Key, group => Ordered(group.Distinct(), tests));
        return new Coverage(tests, Ordered(Enumerable.Range(0, tests.Count).Where(test => passed[test]), tests), covering, inStatic);
    }

    public Result Test(int id, Coverage coverage)
    {
        var isStatic = coverage.Static.Contains(id);
        int[] tests = [];
        if (!isStatic && !coverage.Covering.TryGetValue(id, out tests!))
            return Result.NotCovered;
        if (isStatic)
            tests = coverage.Passed;
        var all = tests.Length;
        tests = [.. tests.Take(MostTests)];
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (_worker is null || isStatic || attempt > 0 || _tested++ > MutantsPerWorker)
                Start(isStatic ? id : -1);
            Send($"{id} {string.Join(',', tests)}");
            var result = Answer(tests, coverage);
            if (isStatic)
                Stop();
            if (result is not null)
                return result is Result.Survived && tests.Length < all ? Result.Open : result.Value;
        }

        return Result.Unsure;
    }

    public void Dispose() => Stop();

    // Null when the worker was not clean.
    private Result? Answer(int[] tests, Coverage coverage)
    {
        for (var next = 0; ; next++)
        {
            var usual = next < tests.Length ? coverage.Tests[tests[next]].Ms : 0;
            switch (Next(TimeSpan.FromMilliseconds(PatienceMs + (10 * usual))))
            {
                case "passed":
                    break;
                case "killed":
                    return Result.Killed;
                case "survived":
                    return Result.Survived;
                case "unclean":
                    Stop();
                    return null;
                case null when _worker!.HasExited:
                    Stop();
                    return Result.Killed;
                default:
                    Stop();
                    return Result.TimedOut;
            }
        }
    }

    // The quickest test of each class, then the second of each, and so on: the classes test different things.
    private static int[] Ordered(IEnumerable<int> covering, List<(string Name, double Ms)> tests) =>
        [.. covering
            .GroupBy(test => tests[test].Name[..tests[test].Name.LastIndexOf('.')])
            .SelectMany(of => of.OrderBy(test => tests[test].Ms).Index())
            .OrderBy(test => test.Index)
            .ThenBy(test => tests[test.Item].Ms)
            .Select(test => test.Item)];

    private static int[] Numbers(string text) =>
        text.Length == 0 ? [] : [.. text.Split(',').Select(int.Parse)];

    private void Start(int active)
    {
        Stop();
        var lines = _lines = Channel.CreateUnbounded<string>();
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["worker", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = arguments[0],
            Environment = { ["ACTIVE_MUTANT"] = active.ToString() },
        };
        _worker = Process.Start(start)!;
        _tested = 0;
        _worker.ErrorDataReceived += static (_, data) => Console.Error.WriteLine(data.Data);
        _worker.OutputDataReceived += (_, data) =>
        {
            if (data.Data is null)
                lines.Writer.TryComplete();
            else if (data.Data.StartsWith("@@", StringComparison.Ordinal))
                lines.Writer.TryWrite(data.Data[2..]);
        };
        _worker.BeginErrorReadLine();
        _worker.BeginOutputReadLine();
        // The start of the process is not the time of a test.
        if (Next(TimeSpan.FromMinutes(3)) != "ready")
            throw new InvalidOperationException("A worker did not start.");
    }

    private void Send(string line)
    {
        _worker!.StandardInput.WriteLine(line);
        _worker.StandardInput.Flush();
    }

    private string? Next(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            return _lines.Reader.ReadAsync(timeout.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (ChannelClosedException)
        {
            _worker!.WaitForExit(5_000);
            return null;
        }
    }

    private void Stop()
    {
        if (_worker is null)
            return;
        if (!_worker.HasExited)
            _worker.Kill(entireProcessTree: true);
        _worker.Dispose();
        _worker = null;
    }
}

/// <summary>The process that runs the tests.</summary>
internal static class Worker
{
    private static readonly TextWriter Out = Console.Out;

    public static int Run(string bin, string fits, string? not, TextReader commands)
    {
        // Tests find the repository from the folder that they are in.
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", bin + Path.DirectorySeparatorChar);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            File.Exists(Path.Combine(bin, name.Name + ".dll"))
                ? context.LoadFromAssemblyPath(Path.Combine(bin, name.Name + ".dll"))
                : null;
        var control = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(bin, "Txaio.Actors.dll")).GetTypes()
            .Single(type => type.Name == "MutantControl");
        var active = control.GetField("ActiveMutant")!;
        var capture = control.GetField("CaptureCoverage")!;
        active.SetValue(null, int.Parse(Environment.GetEnvironmentVariable("ACTIVE_MUTANT")!));
        var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(bin, "Txaio.Actors.Tests.dll"));
        var tests = Tests(assembly, name => Regex.IsMatch(name, fits) && (not is null || !Regex.IsMatch(name, not)))
            .OrderBy(test => test.Name, StringComparer.Ordinal)
            .ToList();
        // The first test compiles what all tests use. A static mutant may hang it.
        if ((int)active.GetValue(null)! == -1)
            Fail(tests[0]);
        Say("ready");
        while (commands.ReadLine() is { } command)
        {
            if (command == "cover")
                Cover();
            else
                Mutant(command.Split(' '));
        }

        return 0;

        void Cover()
        {
            capture.SetValue(null, true);
            foreach (var test in tests)
            {
                var began = Stopwatch.GetTimestamp();
                var error = Fail(test);
                var covered = (IList<int>[])control.GetMethod("GetCoverageData")!.Invoke(null, null)!;
                if (error is not null)
                    Console.Error.WriteLine($"{test.Name} fails without a mutant, and is left out: {error}");
                Say($"{test.Name}\t{Stopwatch.GetElapsedTime(began).TotalMilliseconds}\t"
                    + $"{string.Join(',', covered[0])}\t{string.Join(',', covered[1])}\t{error is null}");
            }

            capture.SetValue(null, false);
            Say("end");
        }

        void Mutant(string[] command)
        {
            var id = int.Parse(command[0]);
            active.SetValue(null, id);
            foreach (var index in command[1].Split(',').Select(int.Parse))
            {
                if (Fail(tests[index]) is null)
                {
                    Say("passed");
                    continue;
                }

                active.SetValue(null, -1);
                Say("passed");
                Say(Fail(tests[index]) is null ? "killed" : "unclean");
                return;
            }

            active.SetValue(null, -1);
            Say("survived");
        }
    }

    private static void Say(string line)
    {
        lock (Out)
        {
            Out.WriteLine("@@" + line);
            Out.Flush();
        }
    }

    private static Exception? Fail((string Name, Type Type, MethodInfo Method, object?[] Arguments) test)
    {
        Exception? error = null;
        try
        {
            Task.Run(() => Call(test)).GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            error = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
        }

        return error;
    }

    private static async Task Call((string Name, Type Type, MethodInfo Method, object?[] Arguments) test)
    {
        var instance = Activator.CreateInstance(test.Type);
        // The interface is xunit's, which this program does not reference.
        var lifetime = test.Type.GetInterface("IAsyncLifetime");
        try
        {
            if (lifetime?.GetMethod("InitializeAsync")!.Invoke(instance, null) is Task started)
                await started;
            var left = test.Method.GetParameters().Length - test.Arguments.Length;
            if (test.Method.Invoke(instance, [.. test.Arguments, .. Enumerable.Repeat(Type.Missing, left)]) is Task task)
                await task;
        }
        finally
        {
            if (lifetime?.GetMethod("DisposeAsync")!.Invoke(instance, null) is Task ended)
                await ended;
            (instance as IDisposable)?.Dispose();
        }
    }

    private static IEnumerable<(string Name, Type Type, MethodInfo Method, object?[] Arguments)> Tests(
        Assembly assembly, Func<string, bool> takes)
    {
        foreach (var type in assembly.GetExportedTypes().Where(static type =>
            !type.IsAbstract && !type.ContainsGenericParameters && type.GetConstructor(Type.EmptyTypes) is not null))
        {
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            {
                var attributes = method.GetCustomAttributes(inherit: true);
                var name = $"{type.FullName}.{method.Name}";
                if (!takes(name))
                    continue;
                if (attributes.Any(attribute => attribute.GetType().Name == "FactAttribute"))
                    yield return (name, type, method, []);
                foreach (var data in attributes)
                {
                    if (data.GetType().GetMethod("GetData") is not { } getData)
                        continue;
                    var rows = (IEnumerable)getData.Invoke(data, [method])!;
                    foreach (var (number, row) in rows.Cast<object?[]>().Index())
                        yield return ($"{name}/{number}", type, method, row);
                }
            }
        }
    }
}
