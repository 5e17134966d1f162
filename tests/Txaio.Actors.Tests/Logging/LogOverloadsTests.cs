using System.Reflection;
using System.Runtime.CompilerServices;
using Txaio.Actors.Tests.Documentation;

namespace Txaio.Actors.Tests.Logging;

/// <summary>Each level has the overloads of <c>Emit</c> under its own name.</summary>
public sealed class LogOverloadsTests
{
    public static TheoryData<TxaioLogLevel> Levels =>
        [.. Enum.GetValues<TxaioLogLevel>().Where(static level => level != TxaioLogLevel.None)];

    [Theory]
    [MemberData(nameof(Levels))]
    public void Level_has_the_overloads_of_Emit(TxaioLogLevel level)
    {
        var expected = Overloads("Emit", level).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(18, expected.Count);
        Assert.Equal(expected, Overloads(level.ToString(), level).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Source_of_a_level_is_that_of_info_but_for_the_name(TxaioLogLevel level) =>
        Assert.Equal(Source(nameof(TxaioLogLevel.Info)).Replace("Info", $"{level}"), Source($"{level}"));

    [Fact]
    public void Info_publishes_at_info_in_every_overload()
    {
        var (log, error, category) = (new RecordingLogger(), new InvalidOperationException("bad"), new LogCategory("C"));
        (string, object?)[] fields = [("a", 1)];
        log.Info("text");
        log.Info("{A} {B} {C} {D}", 1, 2, 3, 4);
        log.Info("{A}", 1);
        log.Info("{A} {B}", 1, 2);
        log.Info("{A} {B} {C}", 1, 2, 3);
        log.Info("{a}", ("a", 1));
        log.Info("{a}", fields);
        log.Info("{A}", (Array)new object[] { 1 });
        log.Info(category, ("a", 1));
        log.Info(category, "{a}", ("a", 1));
        log.Info($"{log.Level}");
        Assert.All(log.Entries, static entry => Assert.Null(entry.Cause));

        log.Info(error, "text");
        log.Info(error, "{A} {B} {C} {D}", 1, 2, 3, 4);
        log.Info(error, "{A}", 1);
        log.Info(error, "{A} {B}", 1, 2);
        log.Info(error, "{A} {B} {C}", 1, 2, 3);
        log.Info(error, "{a}", ("a", 1));
        log.Info(error, "{A}", (Array)new object[] { 1 });
        log.Info(error, $"{log.Level}");

        Assert.Equal(19, log.Entries.Count);
        Assert.All(log.Entries, static entry => Assert.Equal(TxaioLogLevel.Info, entry.Level));
        Assert.All(log.Entries.Skip(11), entry => Assert.Same(error, entry.Cause));
    }

    [Fact]
    public void Failure_has_two_forms() => Assert.Equal(2, Methods("Failure").Count());

    private static string Source(string name) =>
        Repository.Read(Path.Combine("src", "Txaio.Actors", "Logging", $"TxaioLoggerExtensions.{name}.cs"));

    private static IEnumerable<MethodInfo> Methods(string name) =>
        typeof(TxaioLoggerExtensions).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.Name == name);

    // Each overload as text: its generic arity, priority, and parameters without the level.
    private static IEnumerable<string> Overloads(string name, TxaioLogLevel level) =>
        from method in Methods(name)
        let priority = method.GetCustomAttribute<OverloadResolutionPriorityAttribute>()?.Priority ?? 0
        let parameters = method.GetParameters()
            .Where(static parameter => parameter.ParameterType != typeof(TxaioLogLevel))
            .Select(parameter => Form(parameter, level))
        select $"{method.ReturnType.Name} {method.GetGenericArguments().Length} {priority} ({string.Join(", ", parameters)})";

    private static string Form(ParameterInfo parameter, TxaioLogLevel level)
    {
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        var ofLevel = typeof(TxaioLogInterpolatedStringHandler<>).MakeGenericType(
            typeof(TxaioLogLevels).GetNestedType($"{level}")!);
        var shown = type == ofLevel ? typeof(TxaioLogInterpolatedStringHandler) : type;
        var handler = parameter.GetCustomAttribute<InterpolatedStringHandlerArgumentAttribute>()?.Arguments
            .Where(static argument => argument != "level") ?? [];
        var nullability = new NullabilityInfoContext().Create(parameter).ReadState;
        var isParams = parameter.IsDefined(typeof(ParamCollectionAttribute));
        return $"{(isParams ? "params " : "")}{shown} {nullability} {parameter.Name} [{string.Join(", ", handler)}]";
    }

    private sealed class RecordingLogger : ITxaioLogger
    {
        public List<TxaioLogEntry> Entries { get; } = [];

        public string Namespace => "test";

        public TxaioLogLevel Level => TxaioLogLevel.Info;

        public bool IsEnabled(TxaioLogLevel level) => level == Level;

        public void SetLogLevel(TxaioLogLevel level, bool keep = true) => throw new NotSupportedException();

        public void Write(in TxaioLogEntry entry) => Entries.Add(entry);
    }
}
