using Akka.Configuration;
using Akka.Dispatch;

namespace Txaio.Actors.Loops.OwnThread;

/// <summary>Makes <see cref="OneThreadExecutor"/>s; Akka finds it by its name in a dispatcher's section.</summary>
internal sealed class OneThreadExecutorConfigurator : ExecutorServiceConfigurator
{
    private const string Pool = "dedicated-thread-pool";
    private const string Threads = $"{Pool}.thread-count";

    public OneThreadExecutorConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        if (config.GetValue(Pool) is { } pool && !pool.IsObject())
            throw new ConfigurationException($"{Pool} = {pool}: must be a section");
        if (config.GetInt(Threads, 1) is var threads and not 1)
        {
            throw new ConfigurationException(
                $"{Threads} = {threads}: must be 1 for this type of dispatcher; type = ForkJoinDispatcher has more");
        }
    }

    public override ExecutorService Produce(string id) => new OneThreadExecutor(id, Prerequisites.EventStream);
}
