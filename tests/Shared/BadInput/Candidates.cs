using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>
/// The values to try for a type. The first is a value as a correct program passes it; the others are null, default,
/// negative, huge, empty, not a number, hostile, or in a wrong state.
/// </summary>
internal sealed class Candidates
{
    private static readonly ConditionalWeakTable<object, object> Throwing = [];
    private readonly Dictionary<Type, Func<object?>[]> _makers = [];

    public Candidates()
    {
        Add("name", "", " ", "a/b\0\n\u001b[2J", "${?x}", "{x", "\ud83d", new string('x', 70_000), null);
        Add(1, 0, -1, 2, int.MaxValue, int.MinValue);
        Add(1L, 0L, -1L, long.MaxValue, long.MinValue);
        Add<byte>(1, 0, 255);
        Add('x', '\0', '\ud83d');
        Add(0.5, 0.0, -1.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon);
        Add(true, false);
        Add(
            TimeSpan.FromSeconds(1), TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.FromTicks(-1), Timeout.InfiniteTimeSpan,
            TimeSpan.MinValue, TimeSpan.MaxValue);
        Add(DateTimeOffset.UnixEpoch.AddYears(60), default, DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        Add<object?>("value", 1, new HostileValue(), null);
        Add(typeof(int), typeof(List<>), null);
        Add(new CancellationToken(canceled: false), new CancellationToken(canceled: true), OfDisposed());
        AddMakers<Exception>(
            static () => new HostileException(), static () => new OperationCanceledException(), static () => null);
        AddMakers<Stream>(
            static () => new MemoryStream(), Disposed(static () => new MemoryStream()),
            static () => new MemoryStream([], writable: false), static () => null);
        AddMakers<TextWriter>(
            static () => new StringWriter(), Disposed(static () => new StringWriter()), static () => null);
        AddMakers<IFailedFuture>(
            static () => new FailedFuture(new HostileException()), static () => new HostileFailure(throws: true),
            static () => new HostileFailure(throws: false), static () => null);
        AddMakers<Task>(
            static () => Task.CompletedTask, static () => Task.FromException(new HostileException()),
            static () => Task.FromCanceled(new CancellationToken(canceled: true)), static () => null);
        AddMakers<ValueTask>(
            static () => default(ValueTask), static () => new ValueTask(Task.FromException(new HostileException())));
    }

    /// <summary>Whether the value is a delegate that throws.</summary>
    public static bool Throws(object? value) => value is not null && Throwing.TryGetValue(value, out _);

    /// <summary>Sets the values of a type.</summary>
    public void Add<T>(params T[] values) =>
        _makers[typeof(T)] = Array.ConvertAll(values, static value => (Func<object?>)(() => value));

    /// <summary>Sets the values of a type, each made when it is passed.</summary>
    public void AddMakers<T>(params Func<object?>[] makers) => _makers[typeof(T)] = makers;

    /// <summary>The values of a type.</summary>
    /// <exception cref="InvalidOperationException">There is no correct value of this type.</exception>
    public IReadOnlyList<Func<object?>> Of(Type type)
    {
        if (!_makers.TryGetValue(type, out var makers))
            _makers[type] = makers = [.. Make(type)];
        return makers;
    }

    private IEnumerable<Func<object?>> Make(Type type)
    {
        if (type.IsByRef)
            return Of(type.GetElementType()!);
        if (MemberCall.IsSpan(type))
            return Of(type.GetGenericArguments()[0].MakeArrayType());
        if (type.IsByRefLike)
            return [static () => null];
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return [.. Of(underlying), static () => null];
        if (type.IsEnum)
            return Enum.GetValues(type).Cast<object>().Append(Enum.ToObject(type, -1)).Select(Constant);
        if (typeof(Delegate).IsAssignableFrom(type))
            return Delegates(type);
        if (type.IsArray)
            return Arrays(type.GetElementType()!, hostile: null);
        if (type.IsGenericType && Generic(type) is { } made)
            return made;
        return Constructed(type);
    }

    private IEnumerable<Func<object?>>? Generic(Type type)
    {
        var arguments = type.GetGenericArguments();
        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(IEnumerable<>))
            return Arrays(arguments[0], typeof(HostileSequence<>).MakeGenericType(arguments));
        if (definition == typeof(IReadOnlyList<>) || definition == typeof(IReadOnlyCollection<>))
            return Arrays(arguments[0], hostile: null);
        if (definition == typeof(IReadOnlyDictionary<,>) || definition == typeof(IDictionary<,>))
            return Dictionaries(arguments);
        if (definition == typeof(Task<>))
            return [.. Of(typeof(Task)).Select((_, which) => Typed(nameof(TaskOf), arguments[0], which))];
        if (definition == typeof(ValueTask<>))
            return [.. Of(typeof(ValueTask)).Select((_, which) => Typed(nameof(ValueTaskOf), arguments[0], which))];
        return type.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal) ? Tuples(type, arguments) : null;
    }

    private IEnumerable<Func<object?>> Tuples(Type type, Type[] items)
    {
        var values = Array.ConvertAll(items, Of);
        return Enumerable.Range(0, values.Max(static it => it.Count)).Select(which => (Func<object?>)(() =>
            Activator.CreateInstance(type, Array.ConvertAll(values, it => it[Math.Min(which, it.Count - 1)]()))));
    }

    private IEnumerable<Func<object?>> Arrays(Type item, Type? hostile)
    {
        var values = Of(item);
        yield return () => Filled([values[0]()]);
        yield return () => Filled([]);
        yield return () => Filled([.. values.Select(static make => make())]);
        if (!item.IsValueType)
            yield return () => Filled([null, null]);
        if (hostile is not null)
            yield return () => Activator.CreateInstance(hostile);
        yield return static () => null;

        Array Filled(object?[] items)
        {
            var array = Array.CreateInstance(item, items.Length);
            for (var i = 0; i < items.Length; i++)
                array.SetValue(items[i], i);
            return array;
        }
    }

    private IEnumerable<Func<object?>> Dictionaries(Type[] types)
    {
        var (keys, values) = (Of(types[0]), Of(types[1]));
        yield return () => Filled([(keys[0](), values[0]())]);
        yield return () => Filled([]);
        foreach (var value in values.Skip(1))
            yield return () => Filled([(keys[0](), value())]);
        foreach (var key in keys.Skip(1).Where(static key => key() is not null))
            yield return () => Filled([(key(), values[0]())]);
        yield return static () => null;

        object Filled((object? Key, object? Value)[] entries)
        {
            var made = typeof(Dictionary<,>).MakeGenericType(types);
            var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(made)!;
            foreach (var (key, value) in entries)
                dictionary[key!] = value;
            return dictionary;
        }
    }

    // A delegate that returns the correct value, a delegate for each other value, a delegate that throws, and null.
    private IEnumerable<Func<object?>> Delegates(Type type)
    {
        var returned = type.GetMethod("Invoke")!.ReturnType;
        var results = returned == typeof(void) ? [static () => null] : Of(returned);
        foreach (var result in results)
            yield return () => Lambda(type, result);
        yield return () =>
        {
            var throws = Lambda(type, static () => throw new HostileException());
            Throwing.Add(throws, throws);
            return throws;
        };
        yield return static () => null;
    }

    private static Delegate Lambda(Type type, Func<object?> result)
    {
        var invoke = type.GetMethod("Invoke")!;
        var parameters = invoke.GetParameters().Select(static it => Expression.Parameter(it.ParameterType)).ToArray();
        Expression body = Expression.Invoke(Expression.Constant(result));
        if (invoke.ReturnType != typeof(void))
            body = Expression.Convert(body, invoke.ReturnType);
        return Expression.Lambda(type, body, parameters).Compile(preferInterpretation: true);
    }

    // A type without values of its own: an instance by each public constructor with correct arguments, default and null.
    private IEnumerable<Func<object?>> Constructed(Type type)
    {
        var made = new List<Func<object?>>();
        if (!type.IsAbstract)
        {
            foreach (var constructor in type.GetConstructors())
            {
                var taken = Array.ConvertAll(constructor.GetParameters(), static it => it.ParameterType);
                if (Array.Exists(taken, it => it.IsByRefLike || it == type))
                    continue;
                var arguments = Array.ConvertAll(taken, it => Of(it)[0]);
                made.Add(() => constructor.Invoke(
                    BindingFlags.DoNotWrapExceptions, null, Array.ConvertAll(arguments, static make => make()), null));
            }
        }

        if (type.IsValueType)
            made.Add(() => Activator.CreateInstance(type));
        if (made.Count == 0)
            throw new InvalidOperationException($"The test needs a correct value of {type}: add a candidate.");
        if (!type.IsValueType)
            made.Add(static () => null);
        return made;
    }

    private Func<object?> Typed(string method, Type type, int which)
    {
        var make = typeof(Candidates).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);
        return () => make.Invoke(null, [Of(type)[0](), which]);
    }

    private static Task<T>? TaskOf<T>(T value, int which) => which switch
    {
        0 => Task.FromResult(value),
        1 => Task.FromException<T>(new HostileException()),
        2 => Task.FromCanceled<T>(new CancellationToken(canceled: true)),
        _ => null,
    };

    private static ValueTask<T> ValueTaskOf<T>(T value, int which) =>
        which == 0 ? new ValueTask<T>(value) : new ValueTask<T>(Task.FromException<T>(new HostileException()));

    private static Func<object?> Constant(object? value) => () => value;

    private static Func<object?> Disposed(Func<IDisposable> make) => () =>
    {
        var made = make();
        made.Dispose();
        return made;
    };

    private static CancellationToken OfDisposed()
    {
        using var source = new CancellationTokenSource();
        return source.Token;
    }
}
