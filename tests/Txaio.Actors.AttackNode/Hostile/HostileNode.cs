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
        // Nodes that have attacked live on: Akka logs the end of a connection on the victim.
        var systems = new List<ActorSystem>();
        var system = Create();
        Console.WriteLine($"ready {system.Provider.DefaultAddress}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is not [var attack, var victim, .. var paths])
                continue;
            try
            {
                var (messages, kinds) = (0, 0);
                foreach (var part in Attacks.All[attack])
                {
                    var assault = new Assault(Create(), victim, paths);
                    part(assault);
                    await assault.Arrived(Limit);
                    (messages, kinds) = (messages + assault.Count, kinds + assault.Kinds);
                }

                Console.WriteLine($"attacked {attack}: {messages} messages of {kinds} kinds");
            }
            catch (Exception e)
            {
                Console.WriteLine($"attacked {attack}: failed, {e.ToString().ReplaceLineEndings(" ")}");
            }
        }

        await Task.WhenAll(systems.Select(static system => system.Terminate()));

        ExtendedActorSystem Create()
        {
            var created = (ExtendedActorSystem)ActorSystem.Create("hostile", config);
            systems.Add(created);
            return created;
        }
    }
}
