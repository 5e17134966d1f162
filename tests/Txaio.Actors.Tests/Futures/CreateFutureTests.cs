using Akka;

namespace Txaio.Actors.Tests.Futures;

/// <summary>create_future, create_future_success, create_future_error.</summary>
public sealed class CreateFutureTests : FuturesTestKit
{
    [Fact]
    public void CreateFuture_is_pending_on_the_loop_of_the_instance()
    {
        var future = Tx.CreateFuture<int>();
        var done = Tx.CreateFuture();

        Assert.False(future.IsCalled);
        Assert.False(future.IsCancelled);
        Assert.Same(Tx.Loop, future.Loop);
        Assert.IsType<Future<Done>>(done);
        Assert.Equal("Future<Int32> of loop 'default' (pending)", future.ToString());
    }

    [Fact]
    public void CreateFutureSuccess_runs_callbacks_on_the_loop_and_never_inline()
    {
        var future = Tx.CreateFutureSuccess(5);
        Assert.True(future.IsCalled);

        EventLoop? loop = null;
        future.AddCallbacks(value =>
        {
            loop = EventLoop.Current;
            Seen.Add($"{value}");
        });
        Assert.Empty(Seen);
        Time.RunUntilIdle();

        Assert.Equal(["5"], Seen);
        Assert.Same(Tx.Loop, loop);
        Assert.Equal("Future<Int32> of loop 'default' (resolved)", future.ToString());
    }

    [Fact]
    public void CreateFutureSuccess_without_a_value_is_Done()
    {
        Assert.Equal("f = Akka.Done", EndOf(Tx.CreateFutureSuccess()));
        Assert.Equal("f = ", EndOf(Tx.CreateFutureSuccess<string?>(null)));
    }

    [Fact]
    public void CreateFutureError_runs_errbacks_on_the_loop_and_never_inline()
    {
        var error = new InvalidOperationException("it failed");
        var future = Tx.CreateFutureError<int>(error);
        IFailedFuture? failure = null;

        future.AddCallbacks(Note<int>("value"), it => failure = it);
        Assert.Null(failure);
        Time.RunUntilIdle();

        Assert.Same(error, failure!.Value);
        Assert.Equal("it failed", failure.ToString());
        Assert.Empty(Seen);
        Assert.Equal("Future<Int32> of loop 'default' (rejected)", future.ToString());
    }

    [Fact]
    public void CreateFutureError_takes_the_failure_of_another_future()
    {
        var error = new InvalidOperationException("it failed");
        var failure = Tx.CreateFailure(error);

        Assert.Same(error, ErrorOf(Tx.CreateFutureError<int>(failure)));
    }

    [Fact]
    public void CreateFutureError_of_null_throws()
    {
        Assert.Throws<ArgumentNullException>(() => Tx.CreateFutureError<int>(null!));
        Assert.Throws<ArgumentNullException>(() => Tx.CreateFutureError<int>((IFailedFuture)null!));
    }

    [Fact]
    public void One_exception_may_fail_many_futures()
    {
        var error = new InvalidOperationException("shared");
        var futures = Enumerable.Range(0, 3).Select(_ => Tx.CreateFutureError<int>(error)).ToList();

        Assert.All(futures, future => Assert.Same(error, ErrorOf(future)));
    }
}
