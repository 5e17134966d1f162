using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>
/// Calls members with every candidate for each parameter, and judges what they throw. A member may succeed, or throw a
/// documented exception; never an exception that only shows that a check is missing.
/// </summary>
internal sealed class BadInputRun(Candidates candidates)
{
    private const int RandomCalls = 10;
    private readonly ConcurrentDictionary<string, string> _wrong = [];
    private readonly Random _random = new(Seed);
    private string _current = "";

    /// <summary>The seed of the random combinations.</summary>
    private const int Seed = 23;

    /// <summary>The calls so far.</summary>
    public int Calls { get; private set; }

    /// <summary>The members so far.</summary>
    public int Members { get; private set; }

    /// <summary>The call that runs now.</summary>
    public string Current => _current;

    /// <summary>A line for each member and exception that broke the rule, with the first such call.</summary>
    public IReadOnlyCollection<string> Wrong => [.. _wrong.Values];

    /// <summary>Called after each call, with its target and result; also runs what the call has queued.</summary>
    public Action<object?, object?> After { get; init; } = static (_, _) => { };

    /// <summary>Called after all calls of a member; throws if the library no longer works.</summary>
    public Action<MethodBase> AfterMember { get; init; } = static _ => { };

    /// <summary>Calls that are left out, by member, target and arguments; each with its reason where it is set.</summary>
    public Func<MethodBase, object?, object?[], bool> LeftOut { get; init; } = static (_, _, _) => false;

    /// <summary>Judges an exception that a call reported, not threw. Any thread.</summary>
    public void Reported(string call, Exception? error)
    {
        if (error is not null && !IsAllowed(error, []))
            Add(call, "reported", error);
    }

    /// <summary>Makes all calls of a member.</summary>
    public void Try(MethodBase member)
    {
        _current = PublicMembers.Show(member);
        Members++;
        try
        {
            TryChecked(member);
        }
        catch (Exception e)
        {
            Add("could not be tried:", e);
        }

    }

    private void TryChecked(MethodBase member)
    {
        var call = MemberCall.Of(member);
        var parameters = member.GetParameters();
        var values = Array.ConvertAll(
            parameters, it => it.IsOut ? [static () => null!] : candidates.Of(it.ParameterType));
        var targets = member.IsStatic || member.IsConstructor || member.DeclaringType!.IsByRefLike
            ? [static () => null]
            : candidates.Of(member.DeclaringType!);
        foreach (var target in targets)
        {
            foreach (var choice in Choices(values))
                TryOne(member, call, target, values, choice);
        }

        _current = PublicMembers.Show(member);
        AfterMember(member);
    }

    private void Add(string how, Exception error) => Add(_current, how, error);

    private void Add(string call, string how, Exception error) =>
        _wrong.TryAdd(
            $"{call.Split(" on ")[0]} {how} {error.GetType()} {error.StackTrace?.Split('\n')[0]}",
            $"{call} {how} {Show(error)}");

    private IEnumerable<int[]> Choices(IReadOnlyList<Func<object?>>[] values)
    {
        yield return new int[values.Length];
        for (var at = 0; at < values.Length; at++)
        {
            for (var which = 1; which < values[at].Count; which++)
            {
                var choice = new int[values.Length];
                choice[at] = which;
                yield return choice;
            }
        }

        if (values.Length < 2)
            yield break;
        for (var from = 0; from < values.Max(static it => it.Count); from++)
            yield return Array.ConvertAll(values, it => it.Count - 1 - (from % it.Count));
        for (var i = 0; i < RandomCalls; i++)
            yield return Array.ConvertAll(values, it => _random.Next(it.Count));
    }

    private void TryOne(
        MethodBase member, Func<object?, object?[], object?> call, Func<object?> makeTarget,
        IReadOnlyList<Func<object?>>[] values, int[] choice)
    {
        var parameters = member.GetParameters();
        var arguments = new object?[values.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var type = parameters[i].ParameterType;
            arguments[i] = parameters[i].IsOut ? Default(type.GetElementType()!) : values[i][choice[i]]();
        }

        var target = makeTarget();
        if (target is null && !member.IsStatic && !member.IsConstructor && !member.DeclaringType!.IsByRefLike)
            return;
        if (LeftOut(member, target, arguments))
            return;
        Calls++;
        _current = $"{PublicMembers.Show(member)} on {Show(target)} with ({string.Join(", ", arguments.Select(Show))})";
        string[] names = [.. parameters.Select(static it => it.Name!), .. NameOf(member)];
        object? result = null;
        try
        {
            result = call(target, arguments);
        }
        catch (Exception e) when (!IsAllowed(e, names))
        {
            Add("threw", e);
        }
        catch (Exception e)
        {
            // Allowed. Nothing in a value can end the message's line, or send an escape sequence to a terminal.
            if (!IsOfTest(e) && OneLine(e).Any(char.IsControl))
                Add("threw a text that is no line:", e);
        }

        try
        {
            After(target, result);
        }
        catch (Exception e)
        {
            Add("afterwards", e);
        }
    }

    // A setter is called value by the compiler, and by its property's name in an object initializer.
    private static IEnumerable<string> NameOf(MethodBase member) =>
        member.Name.StartsWith("set_", StringComparison.Ordinal) ? [member.Name[4..]] : [];

    // .NET adds lines of its own to the messages of two exceptions.
    private static string OneLine(Exception error) => error switch
    {
        ArgumentOutOfRangeException => error.Message.Replace("\nActual value was ", " "),
        ObjectDisposedException => error.Message.Replace("\nObject name: ", " "),
        _ => error.Message,
    };

    private static bool IsAllowed(Exception error, string[] parameters) => error switch
    {
        HostileException or InvalidOperationException or OperationCanceledException => true,
        TimeoutException or SerializationException => true,
        _ when IsOfLibrary(error.GetType()) || IsOfTest(error) => true,
        ArgumentException wrong => parameters.Length == 0 || parameters.Contains(wrong.ParamName),
        AggregateException all => all.InnerExceptions.All(it => IsAllowed(it, parameters)),
        _ => false,
    };

    // The pages of NewLoop and MakeBatchedTimer document Akka's exceptions for settings and for names.
    private static bool IsOfLibrary(Type type) =>
        type.Assembly.GetName().Name!.StartsWith("Txaio.Actors", StringComparison.Ordinal)
        || type.FullName is "Akka.Configuration.ConfigurationException" or "Akka.Actor.InvalidActorNameException";

    // A value of the tests refused to be used, such as a future that the library did not make.
    private static bool IsOfTest(Exception error) => error is HostileException || error.TargetSite?.Module == typeof(BadInputRun).Module;

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    private static string Show(Exception error) =>
        $"{error.GetType().Name} {(error as ArgumentException)?.ParamName}: {Safe(error.Message)} {Frame(error)}";

    private static string Frame(Exception error) =>
        (error.StackTrace ?? "").Split('\n').Take(3).Aggregate("", static (text, line) => $"{text} {line.Trim()}");

    private static string Safe(string text) =>
        string.Concat(text.Take(120).Select(static c => char.IsAscii(c) && !char.IsControl(c) ? c : '?'));

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"\"{Safe(text)}\"",
        IConvertible number => Convert.ToString(number, CultureInfo.InvariantCulture)!,
        TimeSpan time => time.ToString(),
        _ => value.GetType().Name,
    };
}
