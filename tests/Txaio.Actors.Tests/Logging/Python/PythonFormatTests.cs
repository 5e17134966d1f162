using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Akka.Event;
using CsCheck;
using Txaio.Actors.Telemetry;
using Txaio.Actors.Tests.Documentation;

namespace Txaio.Actors.Tests.Logging.Python;

/// <summary>Python's specs and conversions give the text of Python's <c>str.format</c>, in every sink.</summary>
public sealed class PythonFormatTests : LoggingTestBase
{
    private static readonly JsonElement Table = JsonDocument.Parse(
        Repository.Read("tests/Txaio.Actors.Tests/Logging/Python/python_formats.json")).RootElement;

    private static readonly object?[] OddValues =
    [
        null, true, 1, -1, 255, 0x1F418, 0xD800, long.MinValue, ulong.MaxValue, (byte)7, (sbyte)-7, Int128.MinValue, (nint)3,
        BigInteger.Pow(10, 400), 0.0, -0.0, 1.5, -2.5f, (Half)0.1, double.NaN, double.NegativeInfinity, double.Epsilon,
        double.MaxValue, 1.50m, decimal.MinValue, -0.0m, 'c', '\ud83d', "", "text", "\ud83d half", "^8", ".2f", "12", "N1",
        new byte[] { 1, 39 }, new[] { 1, 2 }, new Dictionary<string, int> { ["a"] = 1 }, (1, "a"), ValueTuple.Create(), new Loud(),
        DateTime.UnixEpoch, TimeSpan.FromHours(1), Guid.Empty, DayOfWeek.Friday, new Uri("http://a/b"), typeof(int), new Complex(1, 2),
        new Memory<byte>([1]), new int[2, 2], Enumerable.Range(0, 3).Select(static i => i < 2 ? i : throw new IOException("item")),
    ];

    // The test makes templates of these parts.
    private static readonly string[] Parts =
    [
        "{x", "{x:", "{", "}", "!r", "!s", "!a", "!q", ":", "<", ">", "^", "=", "+", "-", " ", "z", "#", "0", "8", "12",
        "1000", "99999999999", ",", "_", ".2", ".", ".0", "d", "f", "e", "g", "n", "x", "X", "b", "o", "c", "s", "%", "{w}",
        "{x}", "{y}", "🐘", "\ud83d", "N2", "l", "{log_level", "{log_failure.value", "{0", "{1", "[0]", ",5", "}}", "{{"
    ];

    private readonly SerilogOracle _serilog = new();

    public static TheoryData<string> Holes => [.. HoleList];

    private static List<string> HoleList => [.. Table.GetProperty("holes").EnumerateArray().Select(static h => h.GetString()!)];

    [Theory]
    [MemberData(nameof(Holes))]
    public void Text_of_a_hole_is_that_of_Python(string hole)
    {
        var at = HoleList.IndexOf(hole);
        var wrong = new List<string>();
        foreach (var row in Table.GetProperty("rows").EnumerateArray())
        {
            var (value, expected) = (Decode(row[0]), row[1][at].GetString());
            foreach (var message in AllForms(hole, value))
            {
                // A hole that Python refuses does not throw, and all sinks show the same text.
                var text = message.ToString()!;
                if (expected is not null && text != LogText.Shown(expected))
                    wrong.Add($"{row[0]} is <{text}> and not <{expected}>");
                if (message is LogMessage published)
                {
                    var through = _serilog.Text(published.Format, [.. published.Parameters()]);
                    if (LogText.Shown(through) != text)
                        wrong.Add($"{row[0]} is <{text}>, and <{through}> through Serilog, by {published.Format}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void No_template_and_values_throw()
    {
        var template = Gen.Int[0, Parts.Length - 1].Array[0, 12].Select(static at => string.Concat(at.Select(i => Parts[i])));
        var value = Gen.Int[0, OddValues.Length - 1];
        Gen.Select(template, value, value).Sample(
            (format, x, w) =>
            {
                foreach (var message in new[]
                {
                    Bind(new TxaioLogEntry { Format = format, Fields = [("x", OddValues[x]), ("w", OddValues[w])] }),
                    Bind(new TxaioLogEntry { Format = format, Arguments = [OddValues[x], OddValues[w]] }),
                    Bind(new TxaioLogEntry { Format = format, Cause = new IOException("c") }),
                })
                {
                    Assert.InRange(message.ToString()!.Length, 0, 70_000);
                }
            },
            iter: 20_000);
    }

    private IEnumerable<object> AllForms(string hole, object? value)
    {
        var fields = new (string, object?)[] { ("x", value), ("w", 12), ("p", 3), ("a", "^") };
        yield return Bind(new TxaioLogEntry { Level = TxaioLogLevel.Info, Format = hole, Fields = fields });
        var inner = new Dictionary<string, object?> { ["{w}"] = 12, ["{p}"] = 3, ["{a}"] = "^" };
        object?[] arguments =
        [
            value,
            .. inner.Where(it => hole.Contains(it.Key)).OrderBy(it => hole.IndexOf(it.Key, StringComparison.Ordinal))
                .Select(static it => it.Value),
        ];
        yield return Bind(new TxaioLogEntry { Level = TxaioLogLevel.Info, Format = hole, Arguments = arguments });
    }

    private object Bind(TxaioLogEntry entry) => Hub.Binder.Bind(in entry, out _, out _);

    private static object? Decode(JsonElement json)
    {
        var value = json[1];
        switch (json[0].GetString())
        {
            case "int":
                var integer = BigInteger.Parse(value.GetString()!, CultureInfo.InvariantCulture);
                return integer >= int.MinValue && integer <= int.MaxValue ? (int)integer
                    : integer >= long.MinValue && integer <= long.MaxValue ? (long)integer
                    : integer;
            case "float":
                return value.GetString() switch
                {
                    "nan" => double.NaN,
                    "inf" => double.PositiveInfinity,
                    "-inf" => double.NegativeInfinity,
                    var text => double.Parse(text!, CultureInfo.InvariantCulture),
                };
            case "bool":
                return value.GetString() == "True";
            case "NoneType":
                return null;
            case "str":
                return value.GetString();
            case "bytes":
                return Convert.FromHexString(value.GetString()!);
            case "list":
                return value.EnumerateArray().Select(Decode).ToList();
            case "tuple":
                return value.EnumerateArray().Select(Decode).ToArray() switch
                {
                    [] => ValueTuple.Create(),
                    [var a] => ValueTuple.Create(a),
                    [var a, var b] => (a, b),
                    _ => throw new InvalidOperationException("Tuples of the table have at most two items."),
                };
            default:
                return value.EnumerateArray().ToDictionary(static pair => Decode(pair[0])!, static pair => Decode(pair[1]));
        }
    }

    private sealed class Loud
    {
        public override string ToString() => throw new InvalidOperationException("loud");
    }
}
