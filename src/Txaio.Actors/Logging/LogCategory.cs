namespace Txaio.Actors;

/// <summary>
/// The name of a message template that was given with <c>AddLogCategories</c> (txaio's <c>log_category=</c>).
/// </summary>
/// <param name="Id">The id, compared ordinally; each event has it as the property <c>LogCategory</c>.</param>
public readonly record struct LogCategory(string Id);
