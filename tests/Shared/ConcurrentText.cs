using System.Text;

namespace Txaio.Actors.Tests.Shared;

/// <summary>
/// Text that some threads write while other threads read it. A <see cref="StringWriter"/> throws when a thread reads
/// the text during a write, and <see cref="TextWriter.Synchronized"/> does not lock readers.
/// </summary>
internal sealed class ConcurrentText : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Part, TaskCompletionSource Written)> _awaited = [];

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        lock (_lock)
            _text.Append(value);
        Complete();
    }

    public override void Write(char[] buffer, int index, int count)
    {
        lock (_lock)
            _text.Append(buffer, index, count);
        Complete();
    }

    public override void Write(string? value)
    {
        lock (_lock)
            _text.Append(value);
        Complete();
    }

    /// <summary>Returns a task that completes when the text contains <paramref name="part"/>.</summary>
    public Task Contains(string part)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _awaited.Add((part, written));
        Complete();
        return written.Task;
    }

    public override string ToString()
    {
        lock (_lock)
            return _text.ToString();
    }

    private void Complete()
    {
        lock (_lock)
        {
            if (_awaited.Count == 0)
                return;
            var text = _text.ToString();
            foreach (var (part, written) in _awaited)
            {
                if (text.Contains(part, StringComparison.Ordinal))
                    written.TrySetResult();
            }
        }
    }
}
