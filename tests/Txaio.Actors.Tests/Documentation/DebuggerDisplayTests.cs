using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Dispatch;
using Akka.Serialization;
using Txaio.Actors.Futures.Promises;
using Txaio.Actors.Timers.Buckets;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>
/// A debugger shows one line of text for each object of the library, and does not change the object by reading the
/// line.
/// </summary>
public sealed partial class DebuggerDisplayTests : VirtualTestKit
{
    // Objects of these types are made by Akka, the host or the compiler, so users seldom inspect them.
    private static readonly Type[] NotInspected =
    [
        typeof(Exception), typeof(Attribute), typeof(ActorBase), typeof(MessageDispatcher),
        typeof(MessageDispatcherConfigurator), typeof(Serializer), typeof(IExtensionId), typeof(Setup), typeof(ITxaioLogLevel),
    ];

    private static readonly string[] NotInspectedNames =
        [@"InterpolatedStringHandler", @"Awaiter$", @"^TxaioLogEntry$", @"Options$", @"^LogCategory$", @"^CreateFuture$"];

    private static readonly Assembly[] Packages =
    [
        typeof(ITxaio).Assembly, typeof(VirtualTime).Assembly, typeof(Hosting.TxaioOptions).Assembly,
        typeof(Serilog.SerilogSetup).Assembly,
    ];

    private readonly ITxaio _txaio;

    private readonly List<object> _objects = [];

    public DebuggerDisplayTests()
        : base("txaio.timers.named.bucket = 1s")
    {
        _txaio = Sys.Txaio();
        var pending = _txaio.CreateFuture<int>();
        var failed = _txaio.CreateFutureError<int>(new InvalidOperationException("it failed"));
        var outcomes = _txaio.Gather([_txaio.CreateFutureSuccess(7), failed]);
        Outcome<int>[] ends = [];
        outcomes.AddCallbacks(all => ends = [.. all]);
        Time.RunUntilIdle();
        var call = _txaio.CallLater(TimeSpan.FromSeconds(1), static () => { });
        var batched = _txaio.BatchedTimer("named").CallLater(TimeSpan.FromSeconds(1), static () => { });
        var repeated = _txaio.CallRepeatedly(TimeSpan.FromHours(1), Beat);
        repeated.Cancel();
        _objects.AddRange(
        [
            _txaio, _txaio.Loop, TxaioExtension.Get(Sys), pending, failed, _txaio.CreateFutureSuccess("text"),
            pending.ConfigureAwait(false), ends[0], ends[1], new FailedFuture(new InvalidOperationException("it failed")),
            call, batched, default(DelayedCall), TxaioExtension.Get(Sys).GetScheduledCalls()[0],
            _txaio.BatchedTimer("named"), _txaio.MakeLogger("a.logger"), Time, Sys.Scheduler, Time.Pending()[0],
            _txaio.Loop.GetStatistics(), _txaio.CreateFuture<int>().Ref, repeated,
        ]);
    }

    public static TheoryData<Type> Types =>
        [.. Packages.SelectMany(static package => package.GetExportedTypes()).Where(IsInspected)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_that_users_inspect_has_a_debugger_display(Type type) => Assert.True(
        IsRecord(type) || type.GetCustomAttribute<DebuggerDisplayAttribute>() is not null,
        $"{type} has neither a DebuggerDisplay nor, as a record, a text of its own.");

    [Theory]
    [InlineData("txaio on loop 'default'")]
    [InlineData("loop 'default' (open, 0 waiting, 1 scheduled)")]
    [InlineData("txaio in 'test': loop 'default'")]
    [InlineData("a pending call")]
    [InlineData("no call")]
    [InlineData("Txaio.Actors.Tests.Documentation.DebuggerDisplayTests.Beat every 01:00:00 (over, 0 runs)")]
    [InlineData("batched timer 'named' (1 pending, bucket 00:00:01)")]
    [InlineData("logger 'a.logger' (info)")]
    [InlineData("virtual time of 'test' (00:00:00 since 1970-01-01T00:00:00.0000000+00:00, 2 pending)")]
    [InlineData("InvalidOperationException: it failed")]
    public void Display_has_the_expected_text(string text) => Assert.Contains(text, _objects.Select(Shown));

    [Fact]
    public void Text_is_one_short_line_and_evaluating_it_changes_nothing()
    {
        var before = State();

        foreach (var thing in _objects)
        {
            var text = Shown(thing);
            Assert.Matches("^[^\r\n]{1,200}$", text);
            Assert.DoesNotContain(thing.GetType().FullName!, text);
            Assert.Equal(text, Shown(thing));
        }

        Assert.Equal(before, State());
        Time.Advance(TimeSpan.FromSeconds(5));
        // A read of the path would have registered a promise.
        Assert.False(HasPromises);
    }

    [Fact]
    public void Text_is_shown_after_the_end_of_the_system_as_well()
    {
        Time.Terminate();

        foreach (var thing in _objects)
            Assert.Matches("^[^\r\n]{1,200}$", Shown(thing));
        var texts = _objects.Select(Shown).ToList();
        Assert.Contains("loop 'default' (closed, 0 waiting, 0 scheduled)", texts);
        Assert.Contains("a call that is over", texts);
    }

    [Fact]
    public void Text_of_a_repeated_call_says_that_it_goes_on() => Assert.EndsWith(
        "Beat every 01:00:00 (active, 0 runs)", Shown(_txaio.CallRepeatedly(TimeSpan.FromHours(1), Beat)));

    private static bool IsInspected(Type type) =>
        type is { IsInterface: false, IsEnum: false } && !(type.IsAbstract && type.IsSealed)
        && !typeof(Delegate).IsAssignableFrom(type) && !NotInspected.Any(other => other.IsAssignableFrom(type))
        && !NotInspectedNames.Any(name => Regex.IsMatch(type.Name.Split('`')[0], name));

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;

    // Makes the text as a debugger does: the attribute's text, with the values of the members in braces.
    private static string Shown(object thing)
    {
        var attribute = thing.GetType().GetCustomAttribute<DebuggerDisplayAttribute>();
        return attribute is null
            ? thing.ToString()!
            : Hole().Replace(attribute.Value!, hole => $"{Member(thing, hole.Groups["member"].Value)}");
    }

    private static void Beat()
    {
    }

    private static object? Member(object thing, string name)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        if (name == "ToString()")
            return thing.ToString();
        for (var type = thing.GetType(); type is not null; type = type.BaseType)
        {
            if (type.GetProperty(name, Any) is { } property)
                return property.GetValue(thing);
            if (type.GetField(name, Any) is { } field)
                return field.GetValue(thing);
        }

        throw new InvalidOperationException($"{thing.GetType()} has no {name}.");
    }

    private (int, string, int, long) State() => (
        Time.PendingCalls,
        string.Join('\n', Time.Pending()),
        SchedulerEntries,
        _txaio.BatchedTimer("named").PendingCalls);

    private bool HasPromises
    {
        get
        {
            var found = 0;
            Action<IInternalActorRef> count = child => found += child is PromiseRef ? 1 : 0;
            var temp = ((ExtendedActorSystem)Sys).Provider.TempContainer;
            temp.GetType().GetMethod("ForEachChild")!.Invoke(temp, [count]);
            return found > 0;
        }
    }

    [GeneratedRegex(@"\{(?<member>[\w()]+)(,nq)?\}")]
    private static partial Regex Hole();
}
