#!/usr/bin/env dotnet
#:property PublishAot=false

// Adds up the coverage of all test projects and prints a line for each package:
// `dotnet run tests/coverage/Coverage.cs -- FOLDER`. FOLDER has the files coverage.cobertura.xml of one test run.

using System.Globalization;
using System.Xml.Linq;

// The part of the core's lines that must run in the tests.
const string Core = "Txaio.Actors";
const double Least = 0.90;
const int ShownFiles = 15;

string[] packages =
    [Core, "Txaio.Actors.Cluster", "Txaio.Actors.Cluster.Hosting", "Txaio.Actors.Hosting", "Txaio.Actors.Serilog", "Txaio.Actors.TestKit"];

var folder = args.Length == 1 ? args[0] : "artifacts/coverage";
string[] reports = Directory.Exists(folder)
    ? Directory.GetFiles(folder, "coverage.cobertura.xml", SearchOption.AllDirectories)
    : [];
if (reports.Length == 0)
{
    Console.Error.WriteLine($"'{folder}' has no coverage.cobertura.xml: run the tests with -p:Coverage=true first.");
    return 2;
}

// Whether a test ran the line, by package, file and number. A line counts once, however many suites and classes have it.
var lines = new Dictionary<(string Package, string File, int Line), bool>();
foreach (var report in reports)
{
    foreach (var package in XDocument.Load(report).Descendants("package"))
        Add(Name(package), package);
}

var failed = 0;
foreach (var package in packages)
{
    var all = lines.Where(line => line.Key.Package == package).ToList();
    var run = all.Count(line => line.Value);
    var part = all.Count == 0 ? 0 : (double)run / all.Count;
    var isEnough = all.Count > 0 && (package != Core || part >= Least);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"coverage of {package}: {run} of {all.Count} lines, {part:P1}{(isEnough ? "" : $"; FAILED, {Least:P0} are needed")}"));
    failed += isEnough ? 0 : 1;
}

Console.WriteLine();
Console.WriteLine($"lines of {Core} that no test runs, the files with the most:");
foreach (var file in lines
    .Where(line => line.Key.Package == Core && !line.Value)
    .GroupBy(line => line.Key.File)
    .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
    .Take(ShownFiles))
{
    Console.WriteLine($"   {file.Key}: {Ranges([.. file.Select(line => line.Key.Line).Order()])}");
}

Console.WriteLine();
Console.WriteLine($"{packages.Length - failed} passed, {failed} failed");
return failed == 0 ? 0 : 1;

static string Name(XElement element) => element.Attribute("name")!.Value;

void Add(string package, XElement element)
{
    foreach (var type in element.Descendants("class"))
    {
        var file = type.Attribute("filename")!.Value.Replace('\\', '/');
        file = file[(file.IndexOf("src/", StringComparison.Ordinal) is > 0 and var at ? at : 0)..];
        foreach (var line in type.Elements("lines").Elements("line"))
        {
            var key = (package, file, int.Parse(line.Attribute("number")!.Value, CultureInfo.InvariantCulture));
            var ran = line.Attribute("hits")!.Value != "0";
            lines[key] = ran || lines.GetValueOrDefault(key);
        }
    }
}

// "3-5, 9"
static string Ranges(IReadOnlyList<int> numbers)
{
    var ranges = new List<string>();
    for (int first = 0, next = 1; next <= numbers.Count; next++)
    {
        if (next < numbers.Count && numbers[next] == numbers[next - 1] + 1)
            continue;
        ranges.Add(first == next - 1 ? $"{numbers[first]}" : $"{numbers[first]}-{numbers[next - 1]}");
        first = next;
    }

    return string.Join(", ", ranges);
}
