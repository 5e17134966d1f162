namespace Txaio.Actors;

/// <summary>
/// Names a message template that was given with <c>AddLogCategories</c> (txaio's <c>log_category=</c>).
/// </summary>
/// <param name="Id">The id, compared ordinally; travels with the event as the property <c>LogCategory</c>.</param>
public readonly record struct LogCategory(string Id);
