using System.Text;

namespace Txaio.Actors.LogTemplates;

/// <summary>Collects text up to a limit, and counts the characters beyond it.</summary>
/// <param name="limit">How many characters are kept.</param>
internal sealed class BoundedText(int limit)
{
    private readonly StringBuilder _text = new();

    /// <summary>How many characters were not kept.</summary>
    public long Missing { get; private set; }

    /// <summary>Whether later text is not kept.</summary>
    public bool IsFull => Missing > 0 || _text.Length >= limit;

    /// <summary>Appends text up to the limit. Once a character was left out, later text is left out, too.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        var room = Missing > 0 ? 0 : limit - _text.Length;
        if (text.Length <= room)
        {
            _text.Append(text);
            return;
        }

        // A pair of surrogates is not cut in two.
        if (room > 0 && char.IsHighSurrogate(text[room - 1]))
            room--;
        _text.Append(text[..room]);
        Missing += text.Length - room;
    }

    /// <summary>Appends spaces up to the limit.</summary>
    public void AppendSpaces(int count)
    {
        var room = Missing > 0 ? 0 : Math.Min(count, limit - _text.Length);
        _text.Append(' ', room);
        Missing += count - room;
    }

    /// <summary>The text that was kept.</summary>
    public override string ToString() => _text.ToString();
}
