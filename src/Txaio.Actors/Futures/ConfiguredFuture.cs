using System.Diagnostics;
using System.Runtime.CompilerServices;
using Txaio.Actors.Futures.Awaiting;

namespace Txaio.Actors;

/// <summary>The awaitable that <see cref="Future{T}.ConfigureAwait"/> returns.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
[DebuggerDisplay("{_future}")]
public readonly struct ConfiguredFuture<T>
{
    private readonly Future<T> _future;
    private readonly bool _continueOnCapturedContext;

    internal ConfiguredFuture(Future<T> future, bool continueOnCapturedContext)
    {
        _future = future;
        _continueOnCapturedContext = continueOnCapturedContext;
    }

    /// <summary>Returns the awaiter; <c>await</c> calls this.</summary>
    /// <returns>The awaiter.</returns>
    /// <exception cref="InvalidOperationException">This is a default value, which no future made.</exception>
    public Awaiter GetAwaiter() =>
        new((_future ?? throw NoFuture.Of("awaitable")).Awaited(), _continueOnCapturedContext);

    /// <summary>The awaiter; see <see cref="FutureAwaiter{T}"/>.</summary>
    public readonly struct Awaiter : ICriticalNotifyCompletion
    {
        private readonly FutureAwaiter<T> _awaiter;
        private readonly bool _continueOnCapturedContext;

        internal Awaiter(Future<T> future, bool continueOnCapturedContext)
        {
            _awaiter = new FutureAwaiter<T>(future);
            _continueOnCapturedContext = continueOnCapturedContext;
        }

        /// <inheritdoc cref="FutureAwaiter{T}.IsCompleted"/>
        public bool IsCompleted => _awaiter.IsCompleted;

        /// <inheritdoc cref="FutureAwaiter{T}.GetResult"/>
        public T GetResult() => _awaiter.GetResult();

        /// <inheritdoc/>
        /// <exception cref="InvalidOperationException">This is a default value, which no future made.</exception>
        public void OnCompleted(Action continuation) =>
            _awaiter.Await(continuation, ExecutionContext.Capture(), _continueOnCapturedContext);

        /// <inheritdoc/>
        /// <exception cref="InvalidOperationException">This is a default value, which no future made.</exception>
        public void UnsafeOnCompleted(Action continuation) =>
            _awaiter.Await(continuation, null, _continueOnCapturedContext);
    }
}

/// <summary>The awaitable that <see cref="IFuture.ConfigureAwait"/> returns.</summary>
[DebuggerDisplay("{_future}")]
public readonly struct ConfiguredFuture
{
    private readonly Future _future;
    private readonly bool _comesBack;

    internal ConfiguredFuture(Future future, bool comesBack) => (_future, _comesBack) = (future, comesBack);

    /// <summary>Returns the awaiter; <c>await</c> calls this.</summary>
    /// <returns>The awaiter.</returns>
    /// <exception cref="InvalidOperationException">This is a default value, which no future made.</exception>
    public FutureAwaiter GetAwaiter() =>
        new((_future ?? throw NoFuture.Of("awaitable")).AwaitedUntyped(), _comesBack);
}
