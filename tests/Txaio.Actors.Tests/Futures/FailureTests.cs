using System.Diagnostics;

namespace Txaio.Actors.Tests.Futures;

/// <summary>create_failure, failure_message, failure_traceback, failure_format_traceback.</summary>
public sealed class FailureTests : FuturesTestKit
{
    private readonly Exception _thrown =
        Thrown(new InvalidOperationException("it failed", new ArgumentException("inner")));

    [Fact]
    public void CreateFailure_holds_the_very_exception()
    {
        var failure = Tx.CreateFailure(_thrown);

        Assert.Same(_thrown, failure.Value);
        Assert.Equal("it failed", failure.ToString());
        Assert.Throws<ArgumentNullException>(() => Tx.CreateFailure(null!));
    }

    [Fact]
    public void FailureMessage_is_type_and_message_on_one_line()
    {
        Assert.Equal("InvalidOperationException: it failed", Tx.FailureMessage(_thrown));
        Assert.Equal("InvalidOperationException: it failed", Tx.FailureMessage(Tx.CreateFailure(_thrown)));
        Assert.Equal("Exception: a b c", Tx.FailureMessage(new Exception("a\r\nb\nc")));
        Assert.Equal("Generic<Int32>: x", Tx.FailureMessage(new Generic<int>()));
    }

    [Fact]
    public void FailureTraceback_is_the_stack_trace_or_null_when_never_thrown()
    {
        var trace = Tx.FailureTraceback(Tx.CreateFailure(_thrown));

        Assert.Equal(nameof(Thrown), trace!.GetFrame(0)!.GetMethod()!.Name);
        Assert.Equal("FailureTests.cs", Path.GetFileName(trace.GetFrame(0)!.GetFileName()));
        Assert.IsType<StackTrace>(Tx.FailureTraceback(_thrown));
        Assert.Null(Tx.FailureTraceback(new InvalidOperationException("never thrown")));
    }

    [Fact]
    public void FailureFormatTraceback_is_the_full_text()
    {
        var text = Tx.FailureFormatTraceback(Tx.CreateFailure(_thrown));

        Assert.Contains("System.InvalidOperationException: it failed", text, StringComparison.Ordinal);
        Assert.Contains("System.ArgumentException: inner", text, StringComparison.Ordinal);
        Assert.Contains(nameof(Thrown), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "null")]
    [InlineData("text", "a String")]
    [InlineData(5, "a Int32")]
    public void FailureMessage_of_another_object_is_a_text_that_names_it(object? failure, string named)
    {
        Assert.Equal($"Not a failure: {named}", Tx.FailureMessage(failure!));
        Assert.Equal($"Not a failure: {named}", Tx.FailureFormatTraceback(failure!));
        Assert.Null(Tx.FailureTraceback(failure!));
    }

    [Fact]
    public void Failures_that_throw_are_explained()
    {
        Assert.Equal(
            "Failed to produce a message for a Broken: NotSupportedException", Tx.FailureMessage(new Broken()));
        Assert.Equal(
            "Failed to format the traceback of a Broken: NotSupportedException",
            Tx.FailureFormatTraceback(new Broken()));
        Assert.Null(Tx.FailureTraceback(new Broken()));
        Assert.StartsWith("NotSupportedException: ", Tx.FailureMessage(new BrokenFailure()));
        Assert.Contains("NotSupportedException", Tx.FailureFormatTraceback(new BrokenFailure()));
    }

    /// <summary>.NET makes the text of inner exceptions by recursion.</summary>
    [Theory]
    [InlineData(99, true)]
    [InlineData(100, false)]
    [InlineData(100_000, false)]
    public void Text_has_a_hundred_exceptions_at_most(int inner, bool isWhole)
    {
        var error = new Exception("0");
        for (var i = 1; i <= inner; i++)
            error = new Exception($"{i}", error);

        var text = Tx.FailureFormatTraceback(error);

        var end = Environment.NewLine;
        Assert.StartsWith($"System.Exception: {inner}", text, StringComparison.Ordinal);
        if (isWhole)
        {
            Assert.Equal(error.ToString(), text);
        }
        else
        {
            Assert.Contains($"System.Exception: {inner - 99}{end}", text, StringComparison.Ordinal);
            Assert.DoesNotContain($"System.Exception: {inner - 100}{end}", text, StringComparison.Ordinal);
            Assert.EndsWith("The exceptions within these are left out.", text, StringComparison.Ordinal);
        }
    }

    /// <summary>The message of an AggregateException has those of its inner exceptions, by recursion, too.</summary>
    [Theory]
    [InlineData(99, "One or more errors occurred. (")]
    [InlineData(100, "One or more errors occurred.")]
    [InlineData(100_000, "One or more errors occurred.")]
    public void Message_of_errors_in_errors_has_a_hundred_at_most(int inner, string message)
    {
        Exception deep = new ArgumentException("innermost");
        for (var i = 0; i < inner; i++)
            deep = new AggregateException(deep);
        var beside = new AggregateException(new ArgumentException("first"), deep, new ArgumentException("last"));

        Assert.StartsWith($"AggregateException: {message}", Tx.FailureMessage(deep), StringComparison.Ordinal);
        Assert.Equal(inner < 100, Tx.FailureMessage(deep).Contains("innermost", StringComparison.Ordinal));
        Assert.Equal(inner < 99, Tx.FailureMessage(beside).Contains("innermost", StringComparison.Ordinal));
    }

    [Fact]
    public void Aggregate_of_few_errors_has_all_messages()
    {
        var error = new AggregateException("several", new ArgumentException("one"), new ArgumentException("two"));

        Assert.Equal("AggregateException: several (one) (two)", Tx.FailureMessage(error));
        Assert.Equal(error.ToString(), Tx.FailureFormatTraceback(error));
    }

    private static Exception Thrown(Exception error)
    {
        try
        {
            throw error;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private sealed class Generic<T>() : Exception("x");

    private sealed class Broken : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string StackTrace => throw new NotSupportedException();
    }

    private sealed class BrokenFailure : IFailedFuture
    {
        public Exception Value => throw new NotSupportedException();
    }
}
