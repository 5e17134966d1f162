namespace Txaio.Actors.LogLevels;

/// <summary>The section <c>txaio.logging</c>, read and checked.</summary>
/// <param name="Level">The global level at the start.</param>
/// <param name="Capacity">The most events that may wait for the sink of <c>StartLogging</c>; 0: no bound.</param>
/// <param name="Categories">Message templates by category id.</param>
internal sealed record LoggingSettings(
    TxaioLogLevel Level, int Capacity, IReadOnlyDictionary<string, string> Categories);
