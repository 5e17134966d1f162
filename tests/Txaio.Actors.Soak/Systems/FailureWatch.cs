using Akka.Actor;
using Akka.Event;

namespace Txaio.Actors.Soak.Systems;

/// <summary>
/// Ends the call of each injected exception that a system reports, and fails for each other report and error. Runs on
/// the thread that publishes, so that no report is lost at the end of the system.
/// </summary>
/// <param name="system">The system.</param>
/// <param name="fail">Takes the text of a failure that was not injected.</param>
internal sealed class FailureWatch(ExtendedActorSystem system, Action<string> fail) : MinimalActorRef
{
    /// <inheritdoc/>
    public override ActorPath Path { get; } = system.Provider.RootPath / "soak-failures";

    /// <inheritdoc/>
    public override IActorRefProvider Provider => system.Provider;

    /// <inheritdoc/>
    protected override void TellInternal(object message, IActorRef sender)
    {
        switch (message)
        {
            case UnhandledFailure failure:
                var injected = InjectedException.Behind(failure.Cause);
                foreach (var one in injected)
                    one.Call.End(one);
                if (injected.Count == 0)
                    fail($"reported: {failure}");
                break;
            // The line of the log for a report, or of the supervisor of an actor that threw on purpose.
            case Error { Cause: { } cause } when InjectedException.Behind(cause).Count > 0:
                break;
            case Error error:
                fail($"logged: {error}");
                break;
        }
    }
}
