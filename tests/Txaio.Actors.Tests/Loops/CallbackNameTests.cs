using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Txaio.Actors.Loops.Reports;

namespace Txaio.Actors.Tests.Loops;

/// <summary>The names of callbacks in reports: the class and method in the source.</summary>
public sealed class CallbackNameTests
{
    private const string Here = "Txaio.Actors.Tests.Loops.CallbackNameTests.";

    [Fact]
    public void Of_a_method_is_its_class_and_name()
    {
        Assert.Equal(Here + nameof(Method), CallbackName.Of((Action)Method));
        Assert.Equal(Here + nameof(StaticMethod), CallbackName.Of((Action)StaticMethod));
        Assert.Equal(Here + "Nested.Method", CallbackName.Of((Action)Nested.Method).Replace('+', '.'));
    }

    [Fact]
    public void Of_a_lambda_is_the_method_that_contains_it()
    {
        var captured = 1;
        const string expected = Here + nameof(Of_a_lambda_is_the_method_that_contains_it) + " (lambda)";

        Assert.Equal(expected, CallbackName.Of(() => { }));
        Assert.Equal(expected, CallbackName.Of(() => captured++));
        Assert.Equal(expected, CallbackName.Of(() => Method()));
        Assert.Equal(expected, CallbackName.Of(async () => await Task.Yield()));
    }

    [Fact]
    public void Of_a_local_function_is_method_and_function()
    {
        var captured = 1;
        void Local() => captured++;
        static void Static()
        {
        }

        const string method = Here + nameof(Of_a_local_function_is_method_and_function);
        Assert.Equal(method + ".Local", CallbackName.Of((Action)Local));
        Assert.Equal(method + ".Static", CallbackName.Of((Action)Static));
    }

    [Fact]
    public void Of_the_rest_of_an_async_method_is_the_method()
    {
        Assert.Equal(Here + nameof(Suspended), RestOf(Suspended));
        Assert.Equal(
            Here + nameof(Of_the_rest_of_an_async_method_is_the_method) + " (lambda)",
            RestOf(async rest => await rest));
        static async Task Local(Rest rest) => await rest;
        Assert.Equal(Here + nameof(Of_the_rest_of_an_async_method_is_the_method) + ".Local", RestOf(Local));
    }

    /// <summary>A compiled expression has no class. The method of top-level code has a name of its own.</summary>
    [Theory]
    [InlineData("lambda_method1", "lambda_method1")]
    [InlineData("<<Main>$>b__0_0", "Main (lambda)")]
    [InlineData("<<Main>$>g__Beat|0_1", "Main.Beat")]
    [InlineData("<<Main>$>d__0", "Main")]
    [InlineData("<<<Main>$>b__0_0>d", "Main (lambda)")]
    public void Of_a_method_without_a_class_is_its_name(string name, string expected)
    {
        var method = new DynamicMethod(name, typeof(void), Type.EmptyTypes);
        method.GetILGenerator().Emit(OpCodes.Ret);

        Assert.Equal(expected, CallbackName.Of((Action)method.CreateDelegate(typeof(Action))));
    }

    [Fact]
    public void Of_a_method_of_a_generic_interface_is_its_class_and_whole_name()
    {
        Action callback = ((IGeneric<int>)new Explicit()).Method;
        Assert.Contains('>', callback.Method.Name);

        Assert.Equal($"{typeof(Explicit).FullName}.{callback.Method.Name}", CallbackName.Of(callback));
    }

    [Fact]
    public void Of_an_object_that_is_no_delegate_is_its_type() =>
        Assert.Equal(nameof(CallbackNameTests), CallbackName.Of(this));

    private static void StaticMethod()
    {
    }

    private static async Task Suspended(Rest rest) => await rest;

    private static string RestOf(Func<Rest, Task> work)
    {
        var rest = new Rest();
        _ = work(rest);
        return CallbackName.Of(rest.Continuation!);
    }

    private void Method() => _ = this;

    private static class Nested
    {
        public static void Method()
        {
        }
    }

    private interface IGeneric<T>
    {
        void Method();
    }

    private sealed class Explicit : IGeneric<int>
    {
        void IGeneric<int>.Method()
        {
        }
    }

    /// <summary>An awaitable that never completes and exposes the continuation of its await.</summary>
    private sealed class Rest : INotifyCompletion
    {
        public Action? Continuation { get; private set; }

        public bool IsCompleted => false;

        public Rest GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => Continuation = continuation;
    }
}
