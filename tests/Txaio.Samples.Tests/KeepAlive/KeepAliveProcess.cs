namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>Tests that start KeepAlive run one after the other: it measures time, and two cores are soon busy.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KeepAliveProcess
{
    public const string Name = "KeepAlive as a process";
}
