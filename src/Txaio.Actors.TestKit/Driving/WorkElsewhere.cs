namespace Txaio.Actors.TestKit.Driving;

/// <summary>Work on a thread that does not drive the time, which a drive waits for.</summary>
internal abstract class WorkElsewhere
{
    [ThreadStatic]
    private static WorkElsewhere? _current;

    /// <summary>The work that the calling thread is running; null if none.</summary>
    public static WorkElsewhere? Current => _current;

    /// <summary>Names it in errors.</summary>
    public abstract string Name { get; }

    /// <summary>Runs its body as the current one of this thread.</summary>
    protected void RunAsCurrent(Action body)
    {
        var outer = _current;
        _current = this;
        try
        {
            body();
        }
        finally
        {
            _current = outer;
        }
    }
}
