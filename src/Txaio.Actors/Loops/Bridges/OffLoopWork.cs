namespace Txaio.Actors.Loops.Bridges;

/// <summary>Something that a driven scheduler runs off loops and waits for.</summary>
/// <param name="run">What to run.</param>
/// <param name="name">Names it in errors.</param>
internal sealed class OffLoopWork(Action run, string name) : IThreadPoolWorkItem
{
    public void Execute() => run();

    public override string ToString() => name;
}
