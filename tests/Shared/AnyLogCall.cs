using System.Net;
using System.Numerics;
using CsCheck;

namespace Txaio.Actors.Tests.Shared;

/// <summary>Any templates and arguments of log calls.</summary>
internal static class AnyLogCall
{
    /// <summary>Templates without a brace inside the braces of a hole, which txaio reads in its own way.</summary>
    public static Gen<string> Templates
    {
        get
        {
            var name = AnyOf(
                "A", "B", "A", "a.b", "a_b", "_x", "0", "1", "0", "10", "0a", "10.name", "é", "x y", "", ".", "a.", "a..b", "a.1", "_");
            var alignment = AnyOf("", "", "", "", ",5", ",-5", ",12", ",0", ",-0", ",+10", ", 8", ",8 ", ",", ",a", ",-", ",1-1");
            var format = AnyOf("", "", "", "", ":N1", ":", ":l", ":yyyy", ":000", ":a,b", "::");
            var hole = Gen.Select(AnyOf("", "", "", "@", "$", "@@"), name, alignment, format)
                .Select(static (operation, name, alignment, format) => $"{{{operation}{name}{alignment}{format}}}");
            var text = AnyOf(" ", "text", "{{", "}}", "}", "é,:", "");
            var end = AnyOf("", "", "", "{", "{A", "{ {{", "}");
            return Gen.Select(Gen.OneOf(hole, hole, text).Array[0, 6], end)
                .Select(static (parts, end) => string.Concat(parts) + end);
        }
    }

    /// <summary>Values of every kind that Serilog renders.</summary>
    public static Gen<object?> Values => Gen.Recursive<object?>(static (depth, self) =>
    {
        var scalar = Gen.OneOf<object?>(
            Gen.Const<object?>(() => null),
            Gen.Int.Select(static n => (object?)n),
            Gen.Double.Select(static n => (object?)n),
            Gen.Decimal.Select(static n => (object?)n),
            Gen.Bool.Select(static b => (object?)b),
            Gen.Char.AlphaNumeric.Select(static c => (object?)c),
            Gen.String["ab\"{}, "].Select(static s => (object?)s),
            Gen.DateTime.Select(static t => (object?)t),
            Gen.DateTimeOffset.Select(static t => (object?)t),
            Gen.TimeSpan.Select(static t => (object?)t),
            Gen.Guid.Select(static g => (object?)g),
            Gen.Byte.Array[0, 3].Select(static b => (object?)b),
            Gen.Int[0, 6].Select(static n => (object?)(DayOfWeek)n),
            AnyOf<object?>(
                new Uri("http://a/b"), new Version(1, 2), typeof(int), new AnyPoint(1, "a"), new { A = 1, B = "x" },
                IPAddress.Loopback, new BigInteger(7), KeyValuePair.Create("a", 1), new Dictionary<string, int> { ["a"] = 1 }));
        if (depth > 2)
            return scalar;
        var items = self.Array[0, 3];
        return Gen.OneOf(
            scalar,
            scalar,
            items.Select(static i => (object?)i.ToList()),
            items.Select(static i => (object?)i.Where(static _ => true)),
            items.Select(static i => (object?)new ArraySegment<object?>(i)),
            items.Select(static i => (object?)new Queue<object?>(i)),
            items.Select(static i => (object?)i.Select(static (item, n) => (item, n)).ToDictionary(static p => p.n, static p => p.item)),
            items.Select(static i => (object?)i.Select(static (item, n) => (item, n)).ToDictionary(static p => $"k{p.n}", static p => p.item)),
            Gen.Select(self, self).Select(static (a, b) => (object?)(a, b)),
            Gen.Select(self, self).Select(static (a, b) => (object?)Tuple.Create(a, b)));
    });

    private static Gen<T> AnyOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    /// <summary>Any text in the place of a template: templates, mixtures of the letters of templates, any Unicode.</summary>
    public static Gen<string> Texts => Gen.OneOf(
        Templates,
        Gen.String["{}{}{}[]!@$:,.01589+-<>^=#_% aAbBdfgnsrxX'\"\\\n\u202e\ud800\u00e9"],
        Gen.String);

    /// <summary>Values of every kind, also those that throw, never end, contain themselves or are huge.</summary>
    public static Gen<object?> HostileValues => Gen.OneOf(
        Values, Gen.Int[0, HostileLogCalls.Values.Count - 1].Select(static i => (object?)HostileLogCalls.Values[i]));
}

/// <summary>A value with properties and a text of its own.</summary>
internal sealed record AnyPoint(int X, string Y);
