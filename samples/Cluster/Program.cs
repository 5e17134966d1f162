using DurableCalls;
using DurableCalls.Demo;
using DurableCalls.Nodes;

const int Success = 0;
const int BadUsage = 2;

try
{
    var options = Options.Parse(args);
    switch (options.Mode)
    {
        case Mode.Help:
            Console.Out.WriteLine(Options.Help);
            return Success;
        case Mode.Node:
            await NodeMode.RunAsync(options);
            return Success;
        default:
            return await DemoMode.RunAsync(options);
    }
}
catch (UsageException e)
{
    Console.Error.WriteLine($"Cluster: {e.Message}");
    return BadUsage;
}
