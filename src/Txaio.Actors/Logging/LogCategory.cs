namespace Txaio.Actors;

/// <summary>
/// The id of a message template that <c>AddLogCategories</c> added (txaio's <c>log_category=</c>).
/// </summary>
/// <param name="Id">
/// The id, compared ordinally. Each event of the category has the property <c>LogCategory</c> with the id.
/// </param>
public readonly record struct LogCategory(string Id);
