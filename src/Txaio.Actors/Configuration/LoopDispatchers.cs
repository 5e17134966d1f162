using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.Dispatch;

namespace Txaio.Actors.Configuration;

/// <summary>
/// The dispatchers of loops. An inline section is the loop's own dispatcher, which never shares threads with another
/// loop. An id as text names any dispatcher, which other loops and actors may use as well.
/// </summary>
internal static class LoopDispatchers
{
    /// <summary>The name of the loop whose section is the fallback of all others.</summary>
    public const string DefaultSection = "default";

    private const string Key = "dispatcher";
    private const string Instead =
        "must be ForkJoinDispatcher, PinnedDispatcher or an assembly-qualified type; "
        + "to share a dispatcher, give its id as text: dispatcher = akka.actor.default-dispatcher";

    /// <summary>Returns the dispatcher's id. Refuses an inline section whose type shares threads.</summary>
    /// <param name="loop">The loop's section; its fallback is the default loop's section.</param>
    public static string ReadId(SettingsSection loop)
    {
        var dispatcher = loop.Get(Key);
        if (dispatcher.Section is null)
        {
            const string allowed = "must be a section or the id of a dispatcher";
            return dispatcher.Text(allowed) is { Length: > 0 } id ? id : throw dispatcher.Refused(allowed);
        }

        // Akka reads the section when it makes the dispatcher.
        BrokenSubstitutions.RefuseIn(dispatcher);
        RefuseShared(dispatcher);
        return $"{loop.Path}.{Key}";
    }

    /// <summary>
    /// Returns a fallback for the configuration that completes each <c>txaio.loops.{name}.dispatcher</c> that is
    /// partial or missing. The missing keys come from the default loop's section, or from reference.conf if the default
    /// loop names an id.
    /// </summary>
    /// <param name="config">A configuration with the reference as its fallback, which <c>Read</c> has accepted.</param>
    public static Config Fallbacks(Config config)
    {
        var loops = SettingsSection.Top(config, TxaioSettingsReader.Root).Section("loops");
        var inherited = loops.Section(DefaultSection).Get(Key);
        var reference = Reference();
        var below = new HoconObject();
        foreach (var name in loops.Keys.Where(static name => name != DefaultSection))
        {
            var own = loops.Section(name).Get(Key);
            if (own.Exists ? own.Section is null : inherited.Section is null)
                continue;
            var source = inherited.Section is null ? reference : inherited;
            below.GetOrCreateKey(name).NewValue(Object(Key, HoconCopy.Of(source)));
        }

        if (below.Items.Count == 0)
            return ConfigurationFactory.Empty;
        var top = new HoconValue();
        top.NewValue(Object(TxaioSettingsReader.Root, Object("loops", below)));
        return new Config(new HoconRoot(top));
    }

    /// <summary>Refuses ids without a dispatcher, and dispatchers that Akka cannot make.</summary>
    public static void Check(Dispatchers dispatchers, TxaioSettings settings)
    {
        CheckId(dispatchers, $"{TxaioSettingsReader.Root}.dispatcher", settings.Dispatcher);
        CheckId(dispatchers, $"{TxaioSettingsReader.Root}.timer-dispatcher", settings.TimerDispatcher);
        foreach (var loop in settings.Loops.Values
            .OrderBy(static loop => loop.Name != DefaultSection)
            .ThenBy(static loop => loop.Name, StringComparer.Ordinal))
        {
            CheckId(dispatchers, $"{TxaioSettingsReader.Root}.loops.{loop.Name}.{Key}", loop.Dispatcher);
        }
    }

    private static Setting Reference() => SettingsSection.Top(TxaioSettings.Reference(), TxaioSettingsReader.Root)
        .Section("loops").Section(DefaultSection).Get(Key);

    private static void CheckId(Dispatchers dispatchers, string path, string id)
    {
        var shown = path == id ? "{...}" : HoconValues.OneLine(id);
        BrokenSubstitutions.RefuseAt(dispatchers.Prerequisites.Settings.Config, id);
        if (!dispatchers.HasDispatcher(id))
            throw new ConfigurationException($"{path} = {shown}: must be the id of a configured dispatcher");
        try
        {
            // Makes the dispatcher without starting its threads.
            dispatchers.Lookup(id);
        }
        catch (Exception exception)
        {
            throw CannotMake(path, shown, exception);
        }
    }

    /// <summary>The error for a dispatcher that Akka cannot make.</summary>
    public static ConfigurationException CannotMake(string path, string shown, Exception exception)
    {
        var cause = exception;
        while (cause is TargetInvocationException { InnerException: { } inner })
            cause = inner;
        return new ConfigurationException(
            $"{path} = {shown}: Akka cannot make this dispatcher: {cause.Message.ReplaceLineEndings(" ")}", cause);
    }

    /// <summary>
    /// Makes the dispatcher of a loop that is made while the system runs; null if its section names a shared
    /// dispatcher.
    /// </summary>
    /// <param name="dispatchers">Akka's registry.</param>
    /// <param name="scheduler">The scheduler on which the dispatcher schedules its end.</param>
    /// <param name="loop">The loop's section, as <c>ReadId</c> accepted it.</param>
    /// <param name="id">The id that <c>ReadId</c> returned.</param>
    /// <exception cref="ConfigurationException">No dispatcher has that id, or Akka cannot make it.</exception>
    public static MessageDispatcher? MakeOwn(
        Dispatchers dispatchers, IScheduler scheduler, SettingsSection loop, string id)
    {
        if (!IsOwn(loop))
        {
            CheckId(dispatchers, $"{loop.Path}.{Key}", id);
            return null;
        }

        // The second section has all keys, so the loop's own section may leave keys out.
        var inherited = loop.FallbackOf(Key);
        return OwnDispatchers.Make(
            dispatchers, scheduler, id, [loop.Get(Key), inherited.Section is null ? Reference() : inherited]);
    }

    /// <summary>Whether the loop has a dispatcher of its own.</summary>
    public static bool IsOwn(SettingsSection loop) => loop.Get(Key).Section is not null;

    private static void RefuseShared(Setting dispatcher)
    {
        var section = dispatcher.Section!;
        var type = new Setting($"{dispatcher.Path}.type", section.GetKey("type"));
        if (type.Exists)
            RefuseType(type);
        var executor = new Setting($"{dispatcher.Path}.executor", section.GetKey("executor"));
        if (executor.Exists && executor.Text("must be fork-join-executor or an assembly-qualified type")
            is "channel-executor" or "task-executor" or "default-executor" or "thread-pool-executor"
            or "current-context-executor" or "")
        {
            throw executor.Refused($"shares its threads with others; leave it out; the dispatcher's type {Instead}");
        }
    }

    private static void RefuseType(Setting type)
    {
        var name = type.Text(Instead);
        if (name is "Dispatcher" or "TaskDispatcher" or "SynchronizedDispatcher")
            throw type.Refused($"shares its threads with others; {Instead}");
        if (name is not ("ForkJoinDispatcher" or "PinnedDispatcher") && !IsType(name))
            throw type.Refused(Instead);
    }

    private static bool IsType(string name)
    {
        try
        {
            return Type.GetType(name) != null;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or TypeLoadException
            or BadImageFormatException)
        {
            return false;
        }
    }

    private static HoconObject Object(string key, IHoconElement element)
    {
        var result = new HoconObject();
        result.GetOrCreateKey(key).NewValue(element);
        return result;
    }
}
