using System.Text.Json;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Peers.Wamp;

/// <summary>The numbers of a message: its code, the ids after it, and the first arguments.</summary>
internal readonly record struct WampFrame(long Code, long Id, long Registration, long First, long Second)
{
    /// <summary>Reads a message.</summary>
    /// <exception cref="BenchmarkFailedException">It is an ERROR or an ABORT.</exception>
    public static WampFrame Read(ReadOnlySpan<byte> text)
    {
        const int Ids = 3;
        var json = new Utf8JsonReader(text);
        Span<long> numbers = stackalloc long[Ids + 2];
        var (ids, arguments) = (0, Ids);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.Number)
                continue;
            if (json.CurrentDepth == 1)
                numbers[ids++] = json.GetInt64();
            else if (arguments < numbers.Length)
                numbers[arguments++] = json.GetInt64();
        }

        return numbers[0] is WampCodes.Welcome or WampCodes.Registered or WampCodes.Invocation or WampCodes.Result
            ? new WampFrame(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4])
            : throw new BenchmarkFailedException(
                $"A router sent {System.Text.Encoding.UTF8.GetString(text)} to a client of P17.");
    }
}
