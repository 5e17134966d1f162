using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Txaio.Actors.Benchmarks.Peers;

/// <summary>
/// The least an Ask can cost: a ref that takes one reply and one await. No timeout, no failure, no path. Dispatcher,
/// mailbox and thread pool cost the same in every Ask.
/// </summary>
internal sealed class BareAsker(ExtendedActorSystem system, ICanTell target) : Asker("a bare ref, awaited")
{
    public override async Task AskAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var answer = new Answer(system.Provider);
            target.Tell(Question, answer);
            Check(await answer);
        }
    }

    private sealed class Answer(IActorRefProvider provider) : MinimalActorRef, ICriticalNotifyCompletion, IThreadPoolWorkItem
    {
        private static readonly Action Answered = static () => { };

        private Action? _continuation;
        private Action? _resume;
        private object? _message;

        public override ActorPath Path => throw new NotSupportedException("A bare ref has no path.");

        public override IActorRefProvider Provider => provider;

        public bool IsCompleted => false;

        public Answer GetAwaiter() => this;

        public object GetResult() => _message!;

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation)
        {
            _resume = continuation;
            if (Interlocked.CompareExchange(ref _continuation, continuation, null) is not null)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }

        void IThreadPoolWorkItem.Execute() => _resume!();

        protected override void TellInternal(object message, IActorRef sender)
        {
            _message = message;
            if (Interlocked.Exchange(ref _continuation, Answered) is not null)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }
}
