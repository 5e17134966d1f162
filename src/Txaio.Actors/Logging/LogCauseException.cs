namespace Txaio.Actors;

/// <summary>Stands in a log event for an exception whose own text cannot be had.</summary>
/// <param name="type">Its type.</param>
/// <param name="failure">What its text threw.</param>
internal sealed class LogCauseException(Type type, Exception failure)
    : Exception($"{type} (could not be rendered: {failure.GetType().Name})");
