using System.Text;

namespace Txaio.Actors.LogSinks;

/// <summary>The output of lines, as text or bytes. Both methods may throw.</summary>
internal interface ILogOutput
{
    /// <summary>
    /// Writes whole lines in one call of the output, so that other writers' lines cannot come between.
    /// </summary>
    void Write(StringBuilder lines);

    /// <summary>Flushes the output's buffer.</summary>
    void Flush();
}

/// <summary>A text output.</summary>
internal sealed class TextLogOutput(TextWriter output) : ILogOutput
{
    /// <inheritdoc/>
    public void Write(StringBuilder lines) => output.Write(lines.ToString());

    /// <inheritdoc/>
    public void Flush() => output.Flush();
}

/// <summary>A byte output, UTF-8 without a byte order mark.</summary>
internal sealed class ByteLogOutput(Stream output) : ILogOutput
{
    // For lines of usual length. A longer line gets a new buffer, which is not kept.
    private readonly byte[] _bytes = new byte[4096];

    /// <inheritdoc/>
    public void Write(StringBuilder lines)
    {
        var text = lines.ToString();
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= _bytes.Length ? _bytes : new byte[most];
        output.Write(bytes, 0, Encoding.UTF8.GetBytes(text, bytes));
    }

    /// <inheritdoc/>
    public void Flush() => output.Flush();
}
