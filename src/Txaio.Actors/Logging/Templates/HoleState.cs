namespace Txaio.Actors.LogTemplates;

/// <summary>How a log call fills a hole.</summary>
internal enum HoleState : byte
{
    /// <summary>With the value.</summary>
    Value,

    /// <summary>With the text of the value: no .NET format shows it as the template asks for.</summary>
    Text,

    /// <summary>Not at all: the hole is shown as it was written.</summary>
    Missing,
}
