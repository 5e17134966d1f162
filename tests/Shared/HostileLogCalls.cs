using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Txaio.Actors.Tests.Shared;

/// <summary>Log calls of every form with arguments that throw, never end, contain themselves, or are huge.</summary>
internal static class HostileLogCalls
{
    /// <summary>Arguments that throw, never end, contain themselves, or are huge.</summary>
    public static readonly IReadOnlyList<object> Values =
    [
        new Loud(), new LoudFormat(), new LoudEquality(), new NullText(), new LoudTuple(), new LoudSequence(atMove: false),
        new LoudSequence(atMove: true), new LoudList(), new LoudDictionary(), new LoudProperty(), new LoudError(),
        new LoudFailure(), Endless(), Cyclic(), new List<object> { new Loud() }, new Dictionary<string, object> { ["a"] = new Loud() },
        Enumerable.Range(0, 1_000_000), new string('x', 100_000), default(ImmutableArray<int>), default(JsonElement),
        new Dictionary<LoudEquality, int>(), (Func<int>)(() => throw new InvalidOperationException()),
    ];

    // The text of each call begins with an id of its own.
    private static readonly Action<ITxaioLogger, string, object>[] Forms =
    [
        static (log, id, x) => log.Info(id + " {X}", x),
        static (log, id, x) => log.Info(id + " {X} {Y}", x, x),
        static (log, id, x) => log.Info(id + " {X} {Y} {Z}", 1, x, x),
        static (log, id, x) => log.Info(id + " {A} {B} {C} {D}", 1, 2, x, 4),
        static (log, id, x) => log.Info(id + " {X:N1} {Y,5:yyyy}", x, x),
        static (log, id, x) => log.Info(id + " {@X} {$Y}", x, x),
        static (log, id, x) => log.Info(id + " {X} {log_level}", x),
        static (log, id, x) => log.Info(id + " no hole", x),
        static (log, id, x) => log.Info(id + " {x}", ("x", x)),
        static (log, id, x) => log.Info(id + " {x.Length} {x[0]} {x[key].y}", ("x", x)),
        static (log, id, x) => log.Info(id + " left over", ("x", x), ("@y", x), ("log_failure", x)),
        static (log, id, x) => log.Info(new LogCategory("C"), id + " {x}", ("x", x), ("y", x)),
        static (log, id, x) => log.Info($"{id} {x} {x,5:N1}"),
        static (log, id, x) => log.Critical($"{id} {x}"),
        static (log, id, x) => log.Error(new LoudError(), id + " {X}", x),
        static (log, id, x) => log.Critical(new LoudError(), id + " {log_failure.value} {X}", x),
        static (log, id, x) => log.Failure($"{id} {x}", new LoudFailure()),
        static (log, id, x) => log.Failure(id + " {log_failure.value} {x}", new LoudFailure(), ("x", x), ("y", x)),
        static (log, id, x) => log.Emit(TxaioLogLevel.Warn, id + " {X}", x),
        static (log, id, x) => log.Write(new TxaioLogEntry
        {
            Level = TxaioLogLevel.Info, Format = id + " {X}", Arguments = [x], Fields = [("y", x)],
        }),
    ];

    /// <summary>Makes a log call of each form with each value.</summary>
    /// <returns>The ids of the calls, with which their texts begin.</returns>
    public static List<string> Make(ITxaioLogger log)
    {
        var ids = new List<string>();
        foreach (var value in Values)
        {
            foreach (var form in Forms)
            {
                ids.Add($"call-{ids.Count} of {value.GetType().Name}, form {Array.IndexOf(Forms, form)}.");
                form(log, ids[^1], value);
            }
        }

        return ids;
    }

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
            yield return i;
    }

    private static List<object> Cyclic()
    {
        var cyclic = new List<object>();
        cyclic.AddRange(Enumerable.Repeat(cyclic, 20));
        return cyclic;
    }

    private static InvalidOperationException Hostile() => new("hostile");

    private sealed class Loud
    {
        public override string ToString() => throw Hostile();
    }

    private sealed class NullText
    {
        public override string? ToString() => null;
    }

    private sealed class LoudFormat : IFormattable
    {
        public string ToString(string? format, IFormatProvider? formatProvider) => throw Hostile();
    }

    private sealed class LoudEquality
    {
        public override bool Equals(object? obj) => throw Hostile();

        public override int GetHashCode() => throw Hostile();
    }

    private sealed class LoudTuple : ITuple
    {
        public object? this[int index] => throw Hostile();

        public int Length => 3;
    }

    private sealed class LoudProperty
    {
        public int Length => throw Hostile();

        public object this[int index] => throw Hostile();

        public object this[string key] => throw Hostile();

        public override string ToString() => throw Hostile();
    }

    private sealed class LoudSequence(bool atMove) : IEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator() => atMove ? Moving() : throw Hostile();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        private static IEnumerator<int> Moving()
        {
            yield return 1;
            throw Hostile();
        }
    }

    private sealed class LoudList : ArrayList
    {
        public override int Count => throw Hostile();

        public override object? this[int index]
        {
            get => throw Hostile();
            set => throw Hostile();
        }

        public override IEnumerator GetEnumerator() => throw Hostile();
    }

    private sealed class LoudDictionary : Hashtable
    {
        public override bool Contains(object key) => throw Hostile();

        public override IDictionaryEnumerator GetEnumerator() => throw Hostile();
    }

    private sealed class LoudError : Exception
    {
        public override string Message => throw Hostile();

        public override string ToString() => throw Hostile();
    }

    private sealed class LoudFailure : IFailedFuture
    {
        public Exception Value => throw Hostile();

        public override string ToString() => throw Hostile();
    }
}
