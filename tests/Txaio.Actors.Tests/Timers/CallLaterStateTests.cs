using System.Reflection;
using Akka.Actor;

namespace Txaio.Actors.Tests.Timers;

/// <summary>
/// <c>CallLater</c> with a state: a default member of the interfaces, for implementations of the library and of others.
/// </summary>
public sealed class CallLaterStateTests : VirtualTestKit
{
    private readonly List<string> _seen = [];

    [Fact]
    public void Callback_gets_its_state_whatever_that_is()
    {
        var txaio = Sys.Txaio();
        using var timer = txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1));

        foreach (var callLater in (Scheduler[])[new(timer, null), new(null, txaio)])
        {
            callLater.Run(text => _seen.Add(text), "text");
            callLater.Run(number => _seen.Add($"{number}"), 7);
            callLater.Run(pair => _seen.Add($"{pair}"), (1, "one"));
            callLater.Run(nothing => _seen.Add(nothing ?? "null"), (string?)null);
            callLater.Run(nothing => _seen.Add($"{nothing.HasValue}"), (int?)null);
            callLater.Run<object>(thing => _seen.Add($"{thing}"), "as an object");
            // An Action<object> where an Action<string> is asked for.
            callLater.Run<string>(new Action<object>(thing => _seen.Add($"{thing}!")), "variant");
        }

        Time.Advance(TimeSpan.FromSeconds(3));

        string[] once = ["text", "7", "(1, one)", "null", "False", "as an object", "variant!"];
        Assert.Equal([.. once, .. once], _seen);
    }

    [Fact]
    public void Missing_callback_is_named()
    {
        var txaio = Sys.Txaio();
        using var timer = txaio.MakeBatchedTimer(TimeSpan.FromSeconds(1));

        Assert.Equal("callback", Assert.Throws<ArgumentNullException>(
            () => timer.CallLater(TimeSpan.Zero, (Action<string>)null!, "x")).ParamName);
        Assert.Equal("callback", Assert.Throws<ArgumentNullException>(
            () => txaio.CallLater(TimeSpan.Zero, (Action<string>)null!, "x")).ParamName);
    }

    /// <summary>As a mock implements the interface: it gets the call without a state.</summary>
    [Fact]
    public void CallLater_with_state_on_a_foreign_implementation_uses_a_closure()
    {
        var timer = DispatchProxy.Create<IBatchedTimer, Double>();
        var txaio = DispatchProxy.Create<ITxaio, Double>();

        timer.CallLater(TimeSpan.FromSeconds(1), _seen.Add, "timer");
        txaio.CallLater(TimeSpan.FromSeconds(2), _seen.Add, "txaio");

        Assert.Equal(["timer", "txaio"], _seen);
        Assert.Equal([TimeSpan.FromSeconds(1)], ((Double)(object)timer).Delays);
        Assert.Equal([TimeSpan.FromSeconds(2)], ((Double)(object)txaio).Delays);
    }

    private sealed record Scheduler(IBatchedTimer? Timer, ITxaio? Txaio)
    {
        private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

        public void Run<TState>(Action<TState> callback, TState state) =>
            _ = Timer?.CallLater(Soon, callback, state) ?? Txaio!.CallLater(Soon, callback, state);
    }

    /// <summary>A test double that runs delayed calls at once.</summary>
    public class Double : DispatchProxy
    {
        public List<TimeSpan> Delays { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Assert.Equal("CallLater", targetMethod!.Name);
            Delays.Add((TimeSpan)args![0]!);
            ((Action)args[1]!)();
            return default(DelayedCall);
        }
    }
}
