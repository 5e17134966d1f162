using System.Globalization;

namespace Txaio.Actors.DurablePeers.Node;

/// <summary>
/// The target of all calls: writes a line with key and time for each delivery at once, so that deliveries are known
/// although the process is killed.
/// </summary>
internal static class Deliveries
{
    // The deliveries and the replies to commands share the output; a line must not be cut by another.
    private static readonly Lock Gate = new();
    private static readonly Stream Output = Console.OpenStandardOutput();

    /// <summary>The message of a call: as long for each scheduler.</summary>
    public static string TextOf(int key) => key.ToString("D32", CultureInfo.InvariantCulture);

    /// <summary>Takes a call that is delivered.</summary>
    /// <exception cref="InvalidDataException">The text is not that of the key.</exception>
    public static void Take(int key, string text)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        if (text != TextOf(key))
            throw new InvalidDataException($"The call {key} was delivered with the text '{text}'.");
        Write(string.Create(CultureInfo.InvariantCulture, $"delivered {key} {now}"));
    }

    public static void Write(string line)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(line + "\n");
        lock (Gate)
            Output.Write(bytes);
    }
}
