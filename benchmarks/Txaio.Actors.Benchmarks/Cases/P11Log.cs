using Akka.Actor;
using Akka.Event;
using Txaio.Actors.Benchmarks.Harness;

namespace Txaio.Actors.Benchmarks.Cases;

/// <summary>Log calls without a subscriber.</summary>
internal sealed class P11Log : ICase
{
    // Other threads of the process may allocate that much meanwhile.
    private const double NoBytes = 0.01;

    // No logger at all, and info on: enabled events are published without a subscriber.
    private const string NoLoggers = "akka { loggers = [], loglevel = INFO, stdout-loglevel = OFF }";

    public string Id => "P11";

    public string Title => "log calls below the level, and enabled without a subscriber";

    public string Includes =>
        "A loop of log calls with a message, with a template and one int, or with an interpolated string and one "
        + "int. Debug is below the level on both sides. Info is enabled, and published on an event stream without "
        + "subscribers.";

    public void Run(CaseRun run)
    {
        using var system = new BenchSystem(NoLoggers);
        var ours = system.Txaio.MakeLogger("bench");
        var theirs = Logging.GetLogger(system.System, "bench");
        CheckThatInfoEventsArrive(system, ours, theirs);
        var off = run.Size(2_000_000, 500_000);
        var on = run.Size(150_000, 30_000);

        Off(run, "a message", off, Message(ours, off), Message(theirs, off));
        Off(run, "a template", off, Template(ours, off), Template(theirs, off));
        Off(run, "an interpolated text", off, Interpolated(ours, off), Interpolated(theirs, off));
        On(run, "a message", on, MessageOn(ours, on), MessageOn(theirs, on));
        On(run, "a template", on, TemplateOn(ours, on), TemplateOn(theirs, on));
        On(run, "an interpolated text", on, InterpolatedOn(ours, on), InterpolatedOn(theirs, on));
    }

    private static void Off(CaseRun run, string what, int count, Action ours, Action theirs)
    {
        var sides = Measure(run, count, ours, theirs);
        run.Part($"log below the level, {what}", sides[1].Name, Quantity.Nanoseconds(sides[0].Nanoseconds),
            Quantity.Nanoseconds(sides[1].Nanoseconds), Goal.AtMost(1));
        run.Absolute($"log below the level, {what}, bytes", Quantity.Bytes(sides[0].Bytes), Goal.AtMost(NoBytes, "B"));
    }

    private static void On(CaseRun run, string what, int count, Action ours, Action theirs)
    {
        var sides = Measure(run, count, ours, theirs);
        run.Part($"log enabled, no subscriber, {what}", sides[1].Name,
            Quantity.Nanoseconds(sides[0].Nanoseconds), Quantity.Nanoseconds(sides[1].Nanoseconds), Goal.AtMost(1.2));
        run.Bytes($"log enabled, no subscriber, {what}", sides[0], sides[1], Goal.Shown);
    }

    private static Measurement[] Measure(CaseRun run, int count, Action ours, Action theirs) => Rounds.Interleave(
        run.Size(7, 5), new Work("ITxaioLogger", count, ours), new Work("ILoggingAdapter", count, theirs));

    private static void CheckThatInfoEventsArrive(BenchSystem system, ITxaioLogger ours, ILoggingAdapter theirs)
    {
        using var tally = new Tally(2);
        var reader = system.System.ActorOf(Props.Create(() => new ReadingActor(tally)));
        system.System.EventStream.Subscribe(reader, typeof(LogEvent));
        ours.Debug("not seen");
        theirs.Debug("not seen");
        ours.Info("seen");
        theirs.Info("seen");
        tally.Wait();
        system.System.EventStream.Unsubscribe(reader);
        system.System.Stop(reader);
    }

    private static Action Message(ITxaioLogger log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Debug("nothing happened");
    };

    private static Action Message(ILoggingAdapter log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Debug("nothing happened");
    };

    private static Action Template(ITxaioLogger log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Debug("{Count} things happened", i);
    };

    private static Action Template(ILoggingAdapter log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Debug("{Count} things happened", i);
    };

    private static Action Interpolated(ITxaioLogger log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Debug($"{i} things happened");
    };

    private static Action Interpolated(ILoggingAdapter log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Debug($"{i} things happened");
    };

    private static Action MessageOn(ITxaioLogger log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Info("nothing happened");
    };

    private static Action MessageOn(ILoggingAdapter log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Info("nothing happened");
    };

    private static Action TemplateOn(ITxaioLogger log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Info("{Count} things happened", i);
    };

    private static Action TemplateOn(ILoggingAdapter log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Info("{Count} things happened", i);
    };

    private static Action InterpolatedOn(ITxaioLogger log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Info($"{i} things happened");
    };

    private static Action InterpolatedOn(ILoggingAdapter log, int count) => () =>
    {
        for (var i = 0; i < count; i++)
            log.Info($"{i} things happened");
    };

    private sealed class ReadingActor(Tally tally) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is LogEvent)
                tally.Hit();
        }
    }
}
