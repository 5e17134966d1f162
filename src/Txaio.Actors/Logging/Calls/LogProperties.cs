namespace Txaio.Actors.LogCalls;

/// <summary>The properties that the library itself adds to events.</summary>
internal static class LogProperties
{
    /// <summary>
    /// The name of the level. Only on critical and trace events; the type of other events tells their level.
    /// </summary>
    public const string Level = "TxaioLevel";

    /// <summary>The id of the category.</summary>
    public const string Category = "LogCategory";

    /// <summary>True; only on trace events.</summary>
    public const string Trace = "txaio_trace";
}
