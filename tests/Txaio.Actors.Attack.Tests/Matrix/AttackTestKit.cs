using System.Diagnostics;
using Akka.Actor;
using Txaio.Actors.AttackNode.Victims;
using Txaio.Actors.Tests.Logging;

namespace Txaio.Actors.Attack.Tests.Matrix;

/// <summary>
/// The base class of tests with a victim and hostile nodes, which are processes. The test's own node is a third one,
/// which asks the victim whether it works.
/// </summary>
public abstract class AttackTestKit : RemoteTestKit
{
    // A second's lines about refused and about unreadable messages, of both packages, about bounds and about failures
    // that no code handled; those at error twice, in the host's log and by StartLogging.
    private const int LinesASecond = 8;
    // The attack with texts invents one address. Akka tries it again after 0.2 s, when a further reply goes there.
    private const int MostOfInventedAddresses = 20;

    private const int LongestLine = 1_000;
    private const long MostGrowth = 60_000_000;

    private const string Clustered =
        """
        akka {
          actor.provider = cluster
          cluster {
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            sharding { retry-interval = 250ms, waiting-for-state-timeout = 1s, updating-state-timeout = 1s }
          }
        }
        txaio.cluster.log-level = cluster
        """;

    private readonly List<AttackProcess> _processes = [];

    protected async Task<AttackProcess> StartProcess(string program, string hocon = "")
    {
        var process = await AttackProcess.Start(program, hocon);
        _processes.Add(process);
        return process;
    }

    protected Task<AttackProcess> StartVictim(bool untrusted) => StartVictim(
        untrusted ? VictimMode.Untrusted : VictimMode.Trusted);

    protected Task<AttackProcess> StartVictim(VictimMode mode) => StartProcess("victim", mode switch
    {
        VictimMode.Untrusted => "akka.remote.untrusted-mode = on",
        VictimMode.Clustered => Clustered,
        _ => "",
    });

    /// <summary>
    /// The actors of the library on the victim, with three pending promises. The victim watches this node, because an
    /// actor of this node has subscribed to a promise.
    /// </summary>
    protected Surveyed SurveyOf(AttackProcess victim)
    {
        RefOf($"{victim.Address}/user/victim").Tell(new Hold(), TestActor);
        ExpectMsg<Held>(Limit * 3).Promise.Tell(new Messages.Subscribe(TestActor), TestActor);
        RefOf($"{victim.Address}/user/victim").Tell(new Survey(), TestActor);
        return ExpectMsg<Surveyed>(Limit * 3);
    }

    /// <summary>The paths and refs to attack.</summary>
    protected static IEnumerable<string> TargetsOf(Surveyed surveyed) =>
        surveyed.Paths.Where(static path => !IsOfSharding(path))
            .Concat(surveyed.Promises.Select(static promise => promise.Path.ToSerializationFormat()));

    /// <summary>The paths of the stripes of a cluster, which end by messages of other nodes and start again.</summary>
    protected static IReadOnlyList<string> StripesOf(Surveyed surveyed) => [.. surveyed.Paths.Where(IsOfSharding)];

    // Akka's sharding starts the stripes of a cluster, so they are not guarded: SECURITY.md says so.
    private static bool IsOfSharding(string path) => path.StartsWith("/system/sharding/", StringComparison.Ordinal);

    /// <summary>Uses everything that the victim has.</summary>
    protected Used UseOf(AttackProcess victim)
    {
        Assert.False(victim.HasExited, $"The victim has ended: {string.Join('\n', victim.Lines)}");
        RefOf($"{victim.Address}/user/victim").Tell(new Use(), TestActor);
        return ExpectMsg<Used>(Limit * 6, $"the victim said {string.Join('\n', victim.Lines)}");
    }

    /// <summary>
    /// Checks that the victim works, that its health checks say so, that the same actors live as before, and that its
    /// memory and log are bounded.
    /// </summary>
    protected void AssertUnharmed(AttackProcess victim, Surveyed before, long memory, Stopwatch clock, int nodes = 1)
    {
        AssertWorks(victim, before, memory);
        var most = (LinesASecond * nodes * (int)clock.Elapsed.TotalSeconds) + 20;
        var lines = new VictimLines(victim);
        Assert.True(lines.Faults.Count == 0, string.Join('\n', lines.Faults.Distinct().Take(40)));
        Assert.True(lines.Others.Count <= most, $"{lines.Others.Count} lines in {clock.Elapsed}:\n{lines}");
        Assert.InRange(lines.OfInventedAddress, 0, MostOfInventedAddresses);
    }

    /// <summary>As <see cref="AssertUnharmed"/>, but the log may have any number of lines.</summary>
    protected void AssertWorks(AttackProcess victim, Surveyed before, long memory)
    {
        var used = UseOf(victim);
        Assert.True(used.Problem.Length == 0, $"{used.Problem}\n{string.Join((char)10, victim.Lines)}");
        Assert.Equal("", used.Stopped);
        Assert.True(used.Health == "Healthy", used.HealthText);
        Assert.Equal([], before.Paths.Where(static path => !IsOfSharding(path)).Except(SurveyOf(victim).Paths));
        Assert.InRange(used.Memory - memory, long.MinValue, MostGrowth);
        Assert.All(victim.Lines, static line => Assert.InRange(line.Length, 0, LongestLine));
        Assert.All(victim.Written, static line => Assert.Equal("", HostileText.UnsafeIn(line)));
        Assert.All(victim.Logged, static entry =>
            Assert.Equal("", HostileText.UnsafeIn(entry.Category + entry.Text + entry.Level)));
    }

    protected override void AfterAll()
    {
        foreach (var process in _processes)
            process.Dispose();
        base.AfterAll();
    }
}
