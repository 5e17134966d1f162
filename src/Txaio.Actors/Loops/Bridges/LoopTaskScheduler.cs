using Txaio.Actors.Loops.Running;

namespace Txaio.Actors.Loops.Bridges;

/// <summary>Runs tasks on a loop, one at a time.</summary>
internal sealed class LoopTaskScheduler(EventLoop loop) : TaskScheduler
{
    public override int MaximumConcurrencyLevel => 1;

    // A task carries its own execution context, so none is captured. Never refuses: what a task holds would be
    // lost without a trace.
    protected override void QueueTask(Task task) =>
        loop.Enqueue(new WorkItem(TaskInvoker.Instance, this, task, null));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        loop.IsCurrent && TryExecuteTask(task);

    // For debuggers. A task that was run inline stays in the queue until the loop comes to it.
    protected override IEnumerable<Task> GetScheduledTasks() =>
        loop.StatesOf(TaskInvoker.Instance).OfType<Task>().Where(static task => !task.IsCompleted);

    /// <summary>Runs a task; the callback is its scheduler, the state the task.</summary>
    private sealed class TaskInvoker : CallInvoker
    {
        public static readonly TaskInvoker Instance = new();

        public override void Invoke(object callback, object? state) =>
            ((LoopTaskScheduler)callback).TryExecuteTask((Task)state!);

        // .NET keeps the delegate of a task to itself.
        public override string Describe(object callback, object? state) => $"the task with id {((Task)state!).Id}";
    }
}
