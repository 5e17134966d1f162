namespace Txaio.Actors.Threading;

/// <summary>Work of the library that a scheduler's own thread may run.</summary>
internal interface IQuickRunnable
{
    /// <summary>Whether the work surely returns at once and runs no foreign code.</summary>
    bool RunsAtOnce { get; }
}
