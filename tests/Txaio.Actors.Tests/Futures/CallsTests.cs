using Akka;

namespace Txaio.Actors.Tests.Futures;

/// <summary>
/// Calls as in users' code. The calls must compile, with warnings as errors. The types of the calls show the overloads
/// that they bind to, and the outcomes show their effect.
/// </summary>
public sealed class CallsTests : FuturesTestKit
{
    [Fact]
    public void AsFuture_of_a_value_is_the_future_of_the_value()
    {
        Future<int> number = Tx.AsFuture(() => 42);
        Future<string?> nothing = Tx.AsFuture(() => (string?)null);
        Future<int> added = Tx.AsFuture(x => x + 1, 6);
        Future<int> parsed = Tx.AsFuture(int.Parse, "5");

        Assert.Equal("f = 42", EndOf(number));
        Assert.Equal("f = ", EndOf(nothing));
        Assert.Equal("f = 7", EndOf(added));
        Assert.Equal("f = 5", EndOf(parsed));
    }

    [Fact]
    public void AsFuture_of_a_task_is_never_a_future_of_a_task()
    {
        var task = Task.FromResult(1);
        Future<int> ofTask = Tx.AsFuture(() => task);
        Future<int> ofAsync = Tx.AsFuture(async () => await task + 4);
        Future<Done> ofAsyncVoid = Tx.AsFuture(async () => { await task; });
        Future<Done> ofPlainTask = Tx.AsFuture(() => (Task)task);
        Future<int> ofValueTask = Tx.AsFuture(() => new ValueTask<int>(task));
        Future<Done> ofPlainValueTask = Tx.AsFuture(() => ValueTask.CompletedTask);
        Future<int> withToken = Tx.AsFuture(ct => Work(ct));
        Future<int> withTokenGroup = Tx.AsFuture<int>(Work);
        Future<Done> withTokenAndNoValue = Tx.AsFuture(async (CancellationToken ct) => { await Work(ct); });
        Future<int> withTokenAsync = Tx.AsFuture(async ct => await Work(ct));

        Assert.Equal("f = 1", EndOf(ofTask));
        Assert.Equal("f = 5", EndOf(ofAsync));
        Assert.Equal("f = 1", EndOf(ofValueTask));
        Assert.Equal("f = 8", EndOf(withToken));
        Assert.Equal("f = 8", EndOf(withTokenGroup));
        Assert.Equal("f = 8", EndOf(withTokenAsync));
        Assert.All(
            [ofAsyncVoid, ofPlainTask, ofPlainValueTask, withTokenAndNoValue],
            future => Assert.Equal("f = Akka.Done", EndOf(future)));
    }

    [Fact]
    public void AsFuture_of_a_method_group_with_its_argument()
    {
        Future<Done> saved = Tx.AsFuture(Save, "doc");
        Future<Done> savedLater = Tx.AsFuture(SaveAsync, "doc");
        Future<int> counted = Tx.AsFuture(SaveAndCountAsync, "doc");
        Future<int> sized = Tx.AsFuture(SizeOf, "doc");
        Future<Done> plain = Tx.AsFuture(Save);
        Future<int> called = Tx.AsFuture(SaveAndCountAsync);

        Assert.All([saved, savedLater, plain], future => Assert.Equal("f = Akka.Done", EndOf(future)));
        Assert.Equal("f = 3", EndOf(counted));
        Assert.Equal("f = 3", EndOf(sized));
        Assert.Equal("f = 0", EndOf(called));
    }

    [Fact]
    public void AsFuture_of_a_future_is_that_future()
    {
        var future = Tx.CreateFuture<int>();
        Future<int> same = Tx.AsFuture(() => future);
        Future<int> ofArgument = Tx.AsFuture(x => Tx.CreateFutureSuccess(x), 1);

        Assert.Same(future, same);
        Assert.Equal("f = 1", EndOf(ofArgument));
    }

    [Fact]
    public void AsFuture_of_null_or_default_binds_to_a_task()
    {
        Future<Done> ofNull = Tx.AsFuture(() => null!);
        Future<Done> ofDefault = Tx.AsFuture(() => default!);
        Future<Done> ofThrow = Tx.AsFuture(() => throw new InvalidOperationException("thrown"));

        const string Message = "The function given to AsFuture returned null where a Task was expected.";
        Assert.Equal(Message, ErrorOf(ofNull).Message);
        Assert.Equal(Message, ErrorOf(ofDefault).Message);
        Assert.Equal("thrown", ErrorOf(ofThrow).Message);
    }

    [Fact]
    public void AsFuture_of_an_async_stream_throws_and_says_to_enumerate_it()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => Tx.AsFuture(() => Numbers()));
        Assert.Contains("enumerate it with await foreach", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("IAsyncEnumerable<Int32>", thrown.Message, StringComparison.Ordinal);

        Assert.Throws<InvalidOperationException>(() => Tx.AsFuture(Numbers));
        Assert.Throws<InvalidOperationException>(() => Tx.AsFuture(_ => Numbers(), 1));
        Assert.Throws<InvalidOperationException>(() => Tx.AsFuture(() => (object)Numbers()));
    }

    /// <summary>In an async method, a statement that drops a returned future gets the warning CS4014.</summary>
    [Fact]
    public async Task AddCallbacks_in_all_its_forms_are_statements_in_async_methods()
    {
        var (f, g) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        Tx.AddCallbacks(f, OnValue);
        Tx.AddCallbacks(f, null, OnErr);
        Tx.AddCallbacks(f, errback: OnErr);
        Tx.AddCallbacks(f, g.Resolve, g.Reject);
        Tx.AddCallbacks(f, async v => await Task.FromResult(v));
        f.AddCallbacks(OnValue);
        f.AddCallbacks(OnValue, OnErr);
        f.AddCallbacks(errback: OnErr);
        NoteEnd(g, "g");
        await Task.Yield();

        f.Resolve(3);
        Time.RunUntilIdle();
        Time.RunUntilIdle();

        Assert.Equal(["value 3", "value 3", "value 3", "g = 3"], Seen);
    }

    [Fact]
    public void AddCallbacks_with_the_methods_of_another_future_chains_failures_too()
    {
        var (f, g) = (Tx.CreateFuture<int>(), Tx.CreateFuture<int>());
        Tx.AddCallbacks(f, g.Resolve, g.Reject);

        f.Reject(new InvalidOperationException("passed on"));

        Assert.Equal("f ! InvalidOperationException: passed on", EndOf(g));
    }

    [Fact]
    public void Reject_with_null_is_not_ambiguous()
    {
        var f = Tx.CreateFuture<int>();
        IFuture untyped = f;

        Assert.Throws<ArgumentNullException>(() => Tx.Reject(f, null!));
        Assert.Throws<ArgumentNullException>(() => f.Reject(null!));
        Assert.Throws<ArgumentNullException>(() => untyped.Reject(null!));
        Assert.Throws<ArgumentNullException>(() => Tx.CreateFutureError<int>(null!));
    }

    /// <summary>The compiler makes these lambdas async void, and the loop reports their exceptions.</summary>
    [Fact]
    public void Async_lambdas_as_callbacks_have_their_exceptions_reported()
    {
        var f = Tx.CreateFutureSuccess(1);
        Tx.AddCallbacks(f, async v => await Fail($"callback {v}"));
        Tx.Loop.CallSoon(async () => await Fail("soon"));
        Tx.CallLater(Second, async () => await Fail("later"));

        Time.Advance(Second);

        Assert.Equal(["callback 1", "soon", "later"], Unhandled.Select(failure => failure.Cause.Message));
    }

    private static async Task Fail(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    private static Task<int> Work(CancellationToken token) => Task.FromResult(token.CanBeCanceled ? 8 : 0);

    private static void Save()
    {
    }

    private static void Save(string doc) => Assert.Equal("doc", doc);

    private static Task SaveAsync(string doc) => Task.Delay(doc.Length - 3);

    private static Task<int> SaveAndCountAsync(string doc) => Task.FromResult(doc.Length);

    private static Task<int> SaveAndCountAsync() => Task.FromResult(0);

    private static int SizeOf(string doc) => doc.Length;

    private static async IAsyncEnumerable<int> Numbers()
    {
        await Task.Yield();
        yield return 1;
    }

    private void OnValue(int value) => Seen.Add($"value {value}");

    private void OnErr(IFailedFuture failure) => Seen.Add($"failure {failure}");
}
