namespace Txaio.Samples.Tests.KeepAlive;

/// <summary>Tests that start KeepAlive run one after the other: it measures time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KeepAliveProcess
{
    public const string Name = "KeepAlive as a process";
}
