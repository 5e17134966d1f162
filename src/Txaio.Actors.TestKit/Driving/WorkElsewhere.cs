namespace Txaio.Actors.TestKit.Driving;

/// <summary>Work on a thread that does not drive the time. A drive waits until the work ends.</summary>
internal abstract class WorkElsewhere
{
    [ThreadStatic]
    private static WorkElsewhere? _current;

    /// <summary>The work that the calling thread is running; null if none.</summary>
    public static WorkElsewhere? Current => _current;

    /// <summary>The name of the work in error messages.</summary>
    public abstract string Name { get; }

    /// <summary>Runs <paramref name="body"/> with this work as <see cref="Current"/>.</summary>
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
