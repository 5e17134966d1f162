using System.Globalization;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.RegularExpressions;
using Akka.Actor;

namespace Txaio.Actors.Tests.Shared.BadInput;

/// <summary>
/// Judges what a call throws: an exception that the member documents, with a text of one line, which names a wrong
/// argument, its value and what is allowed. Each method returns null for what is right, else what is wrong.
/// </summary>
internal sealed partial class Verdict(DocumentedExceptions documented)
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
    private const int LongestText = 1_000;

    // Exceptions that only show that a check is missing, whatever the documentation says.
    private static readonly Type[] Never =
    [
        typeof(NullReferenceException), typeof(InvalidCastException), typeof(IndexOutOfRangeException),
        typeof(KeyNotFoundException), typeof(StackOverflowException), typeof(NotImplementedException),
        typeof(ArrayTypeMismatchException), typeof(AccessViolationException), typeof(TypeInitializationException),
    ];

    /// <summary>Judges an exception that a call threw.</summary>
    public string? Thrown(MethodBase member, object?[] arguments, Exception error)
    {
        if (IsOfTest(error) && error.TargetSite != member)
            return null;
        if (Never.Contains(error.GetType()))
            return "threw";
        if (Text(error) is { } text)
            return text;
        if (error is ArgumentException wrong)
            return Argument(member, arguments, wrong);
        if (error is AggregateException all && all.InnerExceptions.All(static it => it is HostileException))
            return null;
        return documented.Has(member, error.GetType()) || IsOfActor(member, error) ? null : "threw, undocumented,";
    }

    /// <summary>Judges a call that took its arguments.</summary>
    public static string? Taken(MethodBase member, object?[] arguments)
    {
        var parameters = member.GetParameters();
        var at = Array.FindIndex(arguments, static it => it is null);
        // The library makes its replies and exceptions, and statistics: their parts are not checked again.
        var type = member.DeclaringType!;
        if (typeof(Exception).IsAssignableFrom(type) || type.GetMethod("PrintMembers", All) is not null)
            return null;
        return at >= 0 && !parameters[at].IsOut && parameters[at].ParameterType is { IsByRef: false, IsByRefLike: false } && !IsNullable(parameters[at])
            ? $"took a null as {parameters[at].Name}"
            : null;
    }

    /// <summary>Judges an exception that was reported after a call, or failed its future.</summary>
    public static string? Reported(Exception error) => error switch
    {
        HostileException or InvalidOperationException or OperationCanceledException => null,
        TimeoutException or SerializationException or ArgumentException or SchedulerException => null,
        _ when IsOfLibrary(error.GetType()) || IsOfTest(error) => null,
        AggregateException all => all.InnerExceptions.Select(Reported).FirstOrDefault(static it => it is not null),
        _ => "reported",
    };

    private static string? Text(Exception error)
    {
        var text = OneLine(error);
        if (text.Any(char.IsControl))
            return "threw a text that is no line:";
        return text.Length > LongestText ? $"threw a text of {text.Length} characters:" : null;
    }

    private string? Argument(MethodBase member, object?[] arguments, ArgumentException error)
    {
        var parameters = member.GetParameters();
        // A setter's parameter is called value by the compiler, and by its property's name in an object initializer.
        var at = Array.FindIndex(parameters, it => it.Name == error.ParamName || member.Name == $"set_{error.ParamName}");
        if (at < 0 && !IsOfLibrary(error.GetType()))
            return "names no parameter:";
        if (at < 0)
            return documented.Has(member, error.GetType()) ? null : "threw, undocumented,";
        if (error is ArgumentNullException && arguments[at] is null && !IsNullable(parameters[at]))
            return null;
        if (!documented.Has(member, error.GetType()))
            return "threw, undocumented,";
        if (error is ArgumentNullException)
            return null;
        if (!Names(arguments[at], error.Message))
            return "does not name the value:";
        return Allowed().IsMatch(error.Message) ? null : "does not say what is allowed:";
    }

    // docs/dotnet.md: where the signature allows no null, a null is an ArgumentNullException.
    private static bool IsNullable(ParameterInfo parameter)
    {
        var written = MemberId.Definition((MethodBase)parameter.Member).GetParameters()[parameter.Position];
        return written.ParameterType.IsGenericParameter
            || Nullable.GetUnderlyingType(written.ParameterType) is not null
            || new NullabilityInfoContext().Create(written).WriteState == NullabilityState.Nullable;
    }

    // A long text is named by its length, a text with escapes by its beginning, other objects by their type or not at all.
    private static bool Names(object? value, string message) => value switch
    {
        // A parameter of the type object may refuse the type.
        not null when message.Contains(value.GetType().Name, StringComparison.Ordinal) => true,
        // Akka's schedulers take milliseconds and name time spans.
        int number when message.Contains($"{TimeSpan.FromMilliseconds(number)}") => true,
        string { Length: > 60 } text => message.Contains($"{text.Length}") || message.Contains(text[..20]),
        string { Length: > 0 } text when text.All(static c => c is > ' ' and < '\ud800') => message.Contains(text),
        string text => text.Length < 2 || message.Contains(text[..1]),
        Enum word => message.Contains($"{word:D}") || message.Contains($"{word}"),
        IFormattable number and (int or long or double or byte or TimeSpan or DateTimeOffset) =>
            message.Contains(number.ToString(null, CultureInfo.InvariantCulture)) || message.Contains($"{number}")
            || message.Contains(number.ToString(number is DateTimeOffset ? "O" : null, CultureInfo.InvariantCulture)),
        _ => true,
    };

    [GeneratedRegex(@"\b(must|needs?|only|at (most|least)|allow(s|ed)|more than|not?|never|cannot|already|has 1 to|valid are|is needed|Give|takes)\b|>=?")]
    private static partial Regex Allowed();

    // .NET adds lines of its own to the messages of two exceptions.
    private static string OneLine(Exception error) => error switch
    {
        ArgumentOutOfRangeException => error.Message.Replace("\nActual value was ", " "),
        ObjectDisposedException => error.Message.Replace("\nObject name: ", " "),
        _ => error.Message,
    };

    // Akka alone makes actors: their constructors need a context that only Akka has.
    private static bool IsOfActor(MethodBase member, Exception error) =>
        member.IsConstructor && typeof(ActorBase).IsAssignableFrom(member.DeclaringType)
        && error is ActorInitializationException or NotSupportedException;

    private static bool IsOfLibrary(Type type) =>
        type.Assembly.GetName().Name!.StartsWith("Txaio.Actors", StringComparison.Ordinal)
        || type.FullName is "Akka.Configuration.ConfigurationException" or "Akka.Actor.InvalidActorNameException";

    // A value of the tests refused to be used, such as a future that the library did not make. The compiled call, which
    // has no type, is the place of an exception of a member that was inlined into it.
    private static bool IsOfTest(Exception error) =>
        error is HostileException
        || (error.TargetSite is { DeclaringType: not null } place && place.Module == typeof(Verdict).Module);
}
