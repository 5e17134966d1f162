using Akka;

namespace Txaio.Actors.Tests.Futures;

/// <content>The execution context of the function's caller.</content>
public sealed partial class CancelBodyTests
{
    [Fact]
    public void AsyncLocals_of_the_body_do_not_change_and_its_context_ends_with_it()
    {
        var local = new AsyncLocal<string> { Value = "caller" };
        var before = ExecutionContext.Capture();
        var future = Tx.AsFuture(() =>
        {
            Seen.Add(local.Value);
            return Task.CompletedTask;
        });

        Assert.True(future.IsCalled);
        Assert.Equal(["caller"], Seen);
        Assert.Equal("caller", local.Value);
        GC.KeepAlive(before);
    }

    /// <summary>As any method that is not async: what the function sets stays set for its caller.</summary>
    [Fact]
    public void AsyncLocal_that_a_plain_function_sets_stays_set()
    {
        var local = new AsyncLocal<string> { Value = "caller's" };

        var future = Tx.AsFuture(() =>
        {
            local.Value = "function's";
            return Task.CompletedTask;
        });

        Assert.True(future.IsCalled);
        Assert.Equal("function's", local.Value);
    }

    [Fact]
    public void Function_runs_also_where_the_flow_of_the_context_is_suppressed()
    {
        Future<Done> future;
        using (ExecutionContext.SuppressFlow())
        {
            future = Tx.AsFuture(() =>
            {
                Seen.Add("ran");
                return Task.CompletedTask;
            });
        }

        Assert.Equal(["ran"], Seen);
        Assert.Equal("f = Akka.Done", EndOf(future));
    }
}
