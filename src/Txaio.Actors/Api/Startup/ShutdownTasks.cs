using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using Akka;
using Akka.Actor;

namespace Txaio.Actors.Api.Startup;

/// <summary>
/// The tasks of CoordinatedShutdown's phase <c>actor-system-terminate</c>. One task of this phase is Akka's and ends
/// the system, while the other tasks run. This class records when the other tasks have ended, so that the loops can
/// wait for them. See docs/adr/0014-system-end.md.
/// </summary>
/// <remarks>
/// <para>Akka does not say when a task has ended, so this class wraps the tasks in Akka's table: the tasks that it finds
/// when it attaches, and all other tasks just before the phase. The loops do not wait for tasks that are added
/// later.</para>
/// <para>CoordinatedShutdown is an extension that Akka makes when code asks for it. From then on a SIGTERM ends the
/// system, also in a program that handles the signal. So this class does not ask for it: this class registers itself as
/// the maker of the extension, and attaches when other code asks.</para>
/// </remarks>
internal sealed class ShutdownTasks : IExtensionId
{
    private const string Phase = CoordinatedShutdown.PhaseActorSystemTerminate;

    // The name of Akka's own task, the first task of the phase.
    private const string TerminateSystem = "terminate-system";

    private static readonly FieldInfo? Table =
        typeof(CoordinatedShutdown).GetField("_tasks", BindingFlags.Instance | BindingFlags.NonPublic);

    // The other tasks of the phase. The thread that starts the phase writes this field; the supervisor reads it.
    private Task _running = Task.CompletedTask;

    private ShutdownTasks()
    {
    }

    /// <summary>Completes, without a failure, when the tasks have ended. Completed if the phase does not run.</summary>
    public Task Running => Volatile.Read(ref _running);

    Type IExtensionId.ExtensionType => typeof(CoordinatedShutdown);

    /// <summary>Begins to record the tasks, now or when CoordinatedShutdown is made.</summary>
    public static ShutdownTasks Of(ActorSystem system)
    {
        var tasks = new ShutdownTasks();
        if (system.HasExtension<CoordinatedShutdown>())
            tasks.Attach(CoordinatedShutdown.Get(system));
        else
            system.RegisterExtension(tasks);
        return tasks;
    }

    // Akka calls this method when code first asks for CoordinatedShutdown.
    object IExtensionId.CreateExtension(ExtendedActorSystem system)
    {
        var shutdown = new CoordinatedShutdownExtension().CreateExtension(system);
        Attach(shutdown);
        return shutdown;
    }

    // Akka calls Get at the end of a registration. To return the extension would make it.
    object IExtensionId.Get(ActorSystem system) => this;

    object IExtensionId.Apply(ActorSystem system) => this;

    private void Attach(CoordinatedShutdown shutdown)
    {
        WrapAll(shutdown);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "txaio", () =>
        {
            WrapAll(shutdown);
            return Task.FromResult(Done.Instance);
        });
    }

    private void WrapAll(CoordinatedShutdown shutdown)
    {
        // Another version of Akka may have another table. The loops do not wait for the tasks then.
        if (TableOf(shutdown) is not { } table)
            return;
        while (table.TryGetValue(Phase, out var listed) && !table.TryUpdate(Phase, Wrap(shutdown, listed), listed))
        {
            // Another thread has just added a task.
        }
    }

    private ImmutableList<(string Name, Func<Task<Done>> Task)> Wrap(
        CoordinatedShutdown shutdown,
        ImmutableList<(string Name, Func<Task<Done>> Task)> listed) => listed.ConvertAll(entry => entry switch
        {
            { Task.Target: Recorded or Terminating } => entry,
            { Name: TerminateSystem } when entry == listed[0] => (entry.Name, new Terminating(this, shutdown, entry.Task).Run),
            _ => (entry.Name, (Func<Task<Done>>)new Recorded(entry.Task).Run),
        });

    // Akka starts all tasks of the phase one after the other, its own first.
    private void Begin(CoordinatedShutdown shutdown) => Volatile.Write(ref _running, Task.WhenAll(
        TableOf(shutdown)![Phase].Select(static entry => entry.Task.Target).OfType<Recorded>()
            .Select(static task => task.Ended)));

    private static ConcurrentDictionary<string, ImmutableList<(string Name, Func<Task<Done>> Task)>>? TableOf(
        CoordinatedShutdown shutdown) =>
        Table?.GetValue(shutdown) as ConcurrentDictionary<string, ImmutableList<(string Name, Func<Task<Done>> Task)>>;

    private sealed class Recorded(Func<Task<Done>> task)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public Task<Done> Run()
        {
            Task<Done>? running = null;
            try
            {
                return running = task();
            }
            finally
            {
                _ = (running ?? Task.CompletedTask).ContinueWith(
                    static (_, ended) => ((TaskCompletionSource)ended!).SetResult(),
                    _ended,
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }
        }
    }

    private sealed class Terminating(ShutdownTasks tasks, CoordinatedShutdown shutdown, Func<Task<Done>> terminate)
    {
        public Task<Done> Run()
        {
            tasks.Begin(shutdown);
            return terminate();
        }
    }
}
