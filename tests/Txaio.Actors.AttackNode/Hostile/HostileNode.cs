using Akka.Actor;
using Akka.Configuration;
using Txaio.Actors.RemoteNode;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>
/// A node that attacks another node. Each line of standard input is an attack, the address of the victim, and the
/// paths or whole refs of its actors. When the victim has received all messages of the attack, the program prints
/// "attacked ATTACK: COUNT messages of KINDS kinds".
/// </summary>
public static class HostileNode
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs until the end of standard input.</summary>
    /// <param name="hocon">HOCON that overrides the program's own.</param>
    public static async Task Run(string hocon)
    {
        var config = ConfigurationFactory.ParseString(hocon)
            .WithFallback(ConfigurationFactory.ParseString("akka { loglevel = OFF, stdout-loglevel = OFF }"))
            .WithFallback(ConfigurationFactory.ParseString(Rogue.Hocon))
            .WithFallback(ConfigurationFactory.ParseString(Json.Hocon))
            .WithFallback(ConfigurationFactory.ParseString(NodeConfig.Hocon));
        using var system = (ExtendedActorSystem)ActorSystem.Create("hostile", config);
        Console.WriteLine($"ready {system.Provider.DefaultAddress}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is not [var attack, var victim, .. var paths])
                continue;
            try
            {
                var assault = new Assault(system, victim, paths);
                Attacks.All[attack](assault);
                await assault.Arrived(Limit);
                Console.WriteLine($"attacked {attack}: {assault.Count} messages of {assault.Kinds} kinds");
            }
            catch (Exception e)
            {
                Console.WriteLine($"attacked {attack}: failed, {e.ToString().ReplaceLineEndings(" ")}");
            }
        }

        await system.Terminate();
    }
}
