namespace Txaio.Actors.Loops.Bridges;

/// <summary>Work that a driven scheduler runs off loops, and waits for.</summary>
/// <param name="run">The work.</param>
/// <param name="name">Its name in errors.</param>
internal sealed class NamedWorkItem(Action run, string name) : IThreadPoolWorkItem
{
    public void Execute() => run();

    public override string ToString() => name;
}
