using System.Runtime.CompilerServices;
using Txaio.Actors.LogCalls;

namespace Txaio.Actors.Tests.Logging;

public sealed class MakeLoggerTests : LoggingTestBase
{
    private const string Here = "Txaio.Actors.Tests.Logging.MakeLoggerTests";

    [Fact]
    public void By_name_has_that_name() => Assert.Equal("my.name", Hub.MakeLogger("my.name").Namespace);

    [Fact]
    public void By_name_has_a_log_class_of_the_library_with_that_name()
    {
        Log.Info("text");
        Hub.MakeLogger("test.log").Info("text");
        Hub.MakeLogger("test.other").Info("text");

        var classes = Events.Select(e => e.LogClass).ToList();
        Assert.Equal(["test.log", "test.log", "test.other"], classes.Select(c => c.FullName));
        Assert.Equal(["test.log", "test.log", "test.other"], classes.Select(c => c.ToString()));
        Assert.All(classes, c => Assert.Equal(typeof(ITxaioLogger).Assembly, c.Assembly));
        Assert.Equal(classes[0], classes[1]);
        Assert.Equal(2, classes.ToHashSet().Count);
    }

    [Fact]
    public void By_type_has_the_types_full_name()
    {
        Assert.Equal("System.Uri", Hub.MakeLogger(typeof(Uri)).Namespace);
        Assert.Equal(
            "System.Collections.Generic.List`1[System.Int32]", Hub.MakeLogger(typeof(List<int>)).Namespace);
    }

    [Fact]
    public void By_name_without_a_name_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Hub.MakeLogger((string)null!));
        Assert.Throws<ArgumentException>(() => Hub.MakeLogger(" "));
        Assert.Throws<ArgumentNullException>(() => Hub.MakeLogger((Type)null!));
    }

    [Fact]
    public void For_caller_in_a_method_is_its_class() => Assert.Equal(Here, Hub.MakeLoggerForCaller().Namespace);

    [Fact]
    public void For_caller_in_a_lambda_or_local_function_is_the_class_around_it()
    {
        var captured = Hub;
        Func<ITxaioLogger> lambda = () => captured.MakeLoggerForCaller();
        [MethodImpl(MethodImplOptions.NoInlining)]
        ITxaioLogger Local() => captured.MakeLoggerForCaller();

        Assert.Equal(Here, lambda().Namespace);
        Assert.Equal(Here, Local().Namespace);
    }

    [Fact]
    public async Task For_caller_after_an_await_is_the_class_of_the_async_method()
    {
        await Task.Yield();

        Assert.Equal(Here, Hub.MakeLoggerForCaller().Namespace);
    }

    [Fact]
    public void For_caller_in_an_iterator_is_its_class() => Assert.Equal(Here, Iterate().Single().Namespace);

    [Fact]
    public void For_caller_through_a_delegate_of_the_base_library_is_the_class_that_called() =>
        Assert.Equal(Here, new Lazy<ITxaioLogger>(Hub.MakeLoggerForCaller).Value.Namespace);

    [Fact]
    public void For_caller_in_a_constructor_field_or_static_is_the_class()
    {
        Assert.Equal(Here + "+Something", new Something(Hub).Log.Namespace);
        Assert.Equal(Here + "+Generic`1", new Generic<int>(Hub).Log.Namespace);
    }

    [Fact]
    public void Logger_is_collected_when_its_owner_drops_it()
    {
        var weak = Make();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(weak.TryGetTarget(out _));

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference<ITxaioLogger> Make()
        {
            var logger = Hub.MakeLogger("test.weak");
            logger.SetLogLevel(TxaioLogLevel.Error);
            return new WeakReference<ITxaioLogger>(logger);
        }
    }

    private IEnumerable<ITxaioLogger> Iterate()
    {
        yield return Hub.MakeLoggerForCaller();
    }

    private sealed class Something
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public Something(LoggingHub hub) => Log = hub.MakeLoggerForCaller();

        public ITxaioLogger Log { get; }
    }

    private sealed class Generic<T>
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public Generic(LoggingHub hub) => Log = hub.MakeLoggerForCaller();

        public ITxaioLogger Log { get; }
    }
}
