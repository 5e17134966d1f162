namespace Txaio.Actors.LogCalls;

/// <summary>The properties that the library itself puts on events.</summary>
internal static class LogProperties
{
    /// <summary>The name of the level, on critical and trace only: the others follow from the event's type.</summary>
    public const string Level = "TxaioLevel";

    /// <summary>The id of the category.</summary>
    public const string Category = "LogCategory";

    /// <summary>True on trace.</summary>
    public const string Trace = "txaio_trace";
}
