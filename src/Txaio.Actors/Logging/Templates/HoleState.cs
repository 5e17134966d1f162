namespace Txaio.Actors.LogTemplates;

/// <summary>How a log call fills a hole.</summary>
internal enum HoleState : byte
{
    /// <summary>The message has the value.</summary>
    Value,

    /// <summary>The message has the text of the value, because no .NET format shows the same.</summary>
    Text,

    /// <summary>The hole is not filled, and is shown as it was written.</summary>
    Missing,
}
