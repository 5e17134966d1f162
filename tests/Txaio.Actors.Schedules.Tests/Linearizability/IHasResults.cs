namespace Txaio.Actors.Schedules.Tests.Linearizability;

/// <summary>A state that keeps the results of the operations on it.</summary>
internal interface IHasResults
{
    Results Results { get; }
}
