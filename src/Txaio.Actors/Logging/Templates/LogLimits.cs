using Txaio.Actors.Loggers;
using Txaio.Actors.Telemetry;

namespace Txaio.Actors.LogTemplates;

/// <summary>
/// The limits of templates and values. With these limits, a text that was passed as a template, or a typing error, does
/// not fill memory or disk.
/// </summary>
internal static class LogLimits
{
    /// <summary>The widest alignment.</summary>
    public const int Width = FormatBound.Width;

    /// <summary>How long a hole may be, braces and format included.</summary>
    public const int Hole = FormatBound.Length;

    /// <summary>How many holes a template may have. Later holes are text.</summary>
    public const int Holes = 256;

    /// <summary>How long a template may be. A longer template is text.</summary>
    public const int Template = LogText.MaxLength;

    /// <summary>How many characters of one value are shown.</summary>
    public const int Value = 32_768;
}
