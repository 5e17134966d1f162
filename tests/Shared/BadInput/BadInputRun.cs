using System.Collections.Concurrent;
using System.Reflection;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>
/// Calls members with every candidate for each parameter, and judges what they throw. A member may succeed, or throw a
/// documented exception; never an exception that only shows that a check is missing.
/// </summary>
internal sealed class BadInputRun(Candidates candidates, DocumentedExceptions documented)
{
    private const int RandomCalls = 10;
    private readonly ConcurrentDictionary<string, string> _wrong = [];
    private readonly Verdict _verdict = new(documented);
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

    /// <summary>Members that are made to take anything, with the reason where it is set.</summary>
    public Func<MethodBase, bool> TakesNull { get; init; } = static _ => false;

    /// <summary>
    /// Where correct calls are made once more, such as inside of a callback: each runs the call that it is given.
    /// </summary>
    public IReadOnlyList<Action<Action>> Places { get; init; } = [];

    /// <summary>Judges an exception that a call reported, not threw. Any thread.</summary>
    public void Reported(string call, Exception? error)
    {
        if (error is not null && Verdict.Reported(error) is { } wrong)
            Add(call, wrong, error);
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
            $"{call} {how} {Shown.Of(error)}");

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
        Make(member, call, target, arguments, static run => run());
        if (!Array.TrueForAll(choice, static it => it == 0))
            return;
        // Twice on the same target, then in each place.
        Make(member, call, target, arguments, static run => run());
        foreach (var place in Places)
            Make(member, call, target, arguments, place);
    }

    private void Make(
        MethodBase member, Func<object?, object?[], object?> call, object? target, object?[] arguments,
        Action<Action> place)
    {
        Calls++;
        _current = Shown.Call(member, target, arguments);
        object? result = null;
        place(() =>
        {
            try
            {
                result = call(target, arguments);
                if (!TakesNull(member) && Verdict.Taken(member, arguments) is { } wrong)
                    _wrong.TryAdd($"{PublicMembers.Show(member)} {wrong}", $"{_current} {wrong}");
            }
            catch (Exception e)
            {
                if (_verdict.Thrown(member, arguments, e) is { } wrong)
                    Add(wrong, e);
            }
        });
        try
        {
            After(target, result);
        }
        catch (Exception e)
        {
            Add("afterwards", e);
        }
    }

    private static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}
