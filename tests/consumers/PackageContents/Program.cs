using PackageContents;

// PackageContents FEED VERSION AKKA FOLDERS [URL]
//   FEED     folder with the packages
//   VERSION  version of the packages
//   AKKA     oldest Akka that the packages accept
//   FOLDERS  folders of the machine that no file may name, separated by :
//   URL      address of project and repository; without URL, the packages must name no address
// Prints a line with the faults of each package.
Dictionary<string, string[]> expected = new(StringComparer.Ordinal)
{
    ["Txaio.Actors"] =
        ["Akka", "Google.Protobuf", "Microsoft.Extensions.ObjectPool", "System.Configuration.ConfigurationManager"],
    ["Txaio.Actors.Cluster"] =
    [
        "Akka", "Akka.Cluster", "Akka.Cluster.Sharding", "Akka.Persistence", "Akka.Persistence.Sql", "Akka.Remote",
        "DotNetty.Common", "Google.Protobuf", "Microsoft.Data.Sqlite", "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.ObjectPool", "System.Configuration.ConfigurationManager", "Txaio.Actors",
    ],
    ["Txaio.Actors.Cluster.Hosting"] =
    [
        "Akka", "Akka.Cluster", "Akka.Cluster.Sharding", "Akka.DependencyInjection", "Akka.Hosting", "Akka.Persistence",
        "Akka.Persistence.Sql", "Akka.Remote", "DotNetty.Common", "Google.Protobuf", "Microsoft.Data.Sqlite",
        "Microsoft.Extensions.Configuration.Abstractions", "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.Extensions.ObjectPool", "OpenTelemetry",
        "System.Configuration.ConfigurationManager", "Txaio.Actors.Cluster", "Txaio.Actors.Hosting",
    ],
    ["Txaio.Actors.Hosting"] =
    [
        "Akka", "Akka.DependencyInjection", "Akka.Hosting", "Google.Protobuf", "Microsoft.Extensions.Configuration.Abstractions",
        "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Diagnostics.HealthChecks",
        "Microsoft.Extensions.ObjectPool", "OpenTelemetry", "System.Configuration.ConfigurationManager", "Txaio.Actors",
    ],
    ["Txaio.Actors.Serilog"] =
    [
        "Akka", "Akka.DependencyInjection", "Microsoft.Extensions.DependencyInjection.Abstractions",
        "Microsoft.Extensions.ObjectPool", "Serilog", "System.Configuration.ConfigurationManager",
    ],
    ["Txaio.Actors.TestKit"] =
    [
        "Akka", "Google.Protobuf", "Microsoft.Extensions.ObjectPool", "System.Configuration.ConfigurationManager",
        "Txaio.Actors",
    ],
};

var (feed, version, akka, folders) = (args[0], args[1], args[2], args[3].Split(':', StringSplitOptions.RemoveEmptyEntries));
var url = args.ElementAtOrDefault(4);
var files = Directory.GetFiles(feed).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
List<string> wrong = [];
foreach (var file in files.Where(file => !expected.Keys.Any(id => file == $"{id}.{version}.nupkg" || file == $"{id}.{version}.snupkg")))
    wrong.Add($"{file} is not expected");
foreach (var (id, dependencies) in expected.Where(package => url is null || files.Contains($"{package.Key}.{version}.nupkg")))
{
    var found = new Inspection(feed, id, version).Inspect(dependencies, akka, folders, url);
    Console.WriteLine($"{id}: {(found.Count == 0 ? "as it should be" : $"{found.Count} faults")}");
    wrong.AddRange(found.Select(fault => $"{id}: {fault}"));
}

wrong.ForEach(Console.WriteLine);
return wrong.Count == 0 ? 0 : 1;
