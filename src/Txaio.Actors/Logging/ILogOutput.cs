using System.Text;

namespace Txaio.Actors;

/// <summary>Where lines go: text or bytes. Both may throw.</summary>
internal interface ILogOutput
{
    /// <summary>Writes whole lines, in one call of the output so that they do not mix with other writers'.</summary>
    void Write(StringBuilder lines);

    /// <summary>Hands on what the output has buffered.</summary>
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
    private byte[] _bytes = new byte[1024];

    /// <inheritdoc/>
    public void Write(StringBuilder lines)
    {
        var text = lines.ToString();
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length < most)
            _bytes = new byte[most];
        output.Write(_bytes, 0, Encoding.UTF8.GetBytes(text, _bytes));
    }

    /// <inheritdoc/>
    public void Flush() => output.Flush();
}
