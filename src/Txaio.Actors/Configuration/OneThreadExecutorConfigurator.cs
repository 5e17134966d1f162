using Akka.Configuration;
using Akka.Dispatch;
using Txaio.Actors.Loops.OwnThread;

namespace Txaio.Actors.Configuration;

/// <summary>Makes <see cref="OneThreadExecutor"/>s; Akka finds it by its name in a dispatcher's section.</summary>
internal sealed class OneThreadExecutorConfigurator : ExecutorServiceConfigurator
{
    private const string Pool = "dedicated-thread-pool";
    private const string OneThread = "must be 1 for this type of dispatcher; type = ForkJoinDispatcher has more";

    public OneThreadExecutorConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        var pool = new Setting(Pool, config.GetValue(Pool));
        if (pool.Exists && pool.Section is null)
            throw pool.Refused("must be a section");
        var threads = new Setting($"{Pool}.thread-count", config.GetValue($"{Pool}.thread-count"));
        if (threads.Exists && threads.Text(OneThread) != "1")
            throw threads.Refused(OneThread);
    }

    public override ExecutorService Produce(string id) => new OneThreadExecutor(id, Prerequisites.EventStream);
}
