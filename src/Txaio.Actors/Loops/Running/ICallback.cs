namespace Txaio.Actors.Loops.Running;

/// <summary>An object of the library's own in the place of a callback; <see cref="CallbackInvoker"/> runs it.</summary>
internal interface ICallback
{
    /// <summary>Runs it.</summary>
    void Run(object? state);

    /// <summary>A name for reports.</summary>
    string Describe(object? state);
}
