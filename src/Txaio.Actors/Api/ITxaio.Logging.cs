using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Txaio.Actors;

/// <content>Logging, shared by all loops of the actor system.</content>
public partial interface ITxaio
{
    /// <summary>
    /// A logger named after the calling class (<c>txaio.make_logger</c>). This overload walks the stack; the other
    /// overloads do not.
    /// </summary>
    /// <returns>The logger.</returns>
    ITxaioLogger MakeLogger();

    /// <summary>A logger named after <typeparamref name="TOwner"/>.</summary>
    /// <typeparam name="TOwner">The class that logs.</typeparam>
    /// <returns>The logger.</returns>
    ITxaioLogger MakeLogger<TOwner>();

    /// <summary>A logger named <paramref name="name"/>.</summary>
    /// <param name="name">The <c>LogSource</c> of its events.</param>
    /// <returns>The logger.</returns>
    /// <exception cref="ArgumentException">The name is empty or white space.</exception>
    ITxaioLogger MakeLogger(string name);

    /// <summary>
    /// A logger of an actor: <c>txaio.MakeLogger(Context)</c>. The <c>LogSource</c> of the logger's events is the
    /// actor's path, as with Akka's <c>Context.GetLogger()</c>. The path includes the system's address, if the system
    /// has an address. The class of the events is the actor's class.
    /// </summary>
    /// <remarks>The logger may be used on any thread, also when the actor has stopped. Not from txaio.</remarks>
    /// <param name="context">The actor's context.</param>
    /// <returns>The logger.</returns>
    /// <exception cref="ArgumentNullException">The context is null.</exception>
    ITxaioLogger MakeLogger(IActorContext context);

    /// <summary>
    /// Writes every log event of the actor system, Akka's own included, as a line of text
    /// (<c>txaio.start_logging</c>), and sets the global level. A second call does nothing.
    /// </summary>
    /// <remarks>
    /// The output is flushed at least every second, and when the system has ended, after its last line. If the writer
    /// throws, one report goes to standard error, and lost lines are counted.
    /// </remarks>
    /// <param name="output">The output; null for standard output. The library does not close it.</param>
    /// <param name="level">none, critical, error, warn, info, debug or trace.</param>
    /// <exception cref="ArgumentException">No level has that name; the message lists the levels.</exception>
    [OverloadResolutionPriority(1)]
    void StartLogging(TextWriter? output = null, string level = "info");

    /// <summary>Writes every log event as a line of UTF-8 bytes, as the other overload does.</summary>
    /// <param name="output">The output. The library does not close it.</param>
    /// <param name="level">none, critical, error, warn, info, debug or trace.</param>
    /// <exception cref="ArgumentException">No level has that name; the message lists the levels.</exception>
    void StartLogging(Stream output, string level = "info");

    /// <summary>
    /// Sets the level of all loggers without a level of their own, at once (<c>txaio.set_global_log_level</c>).
    /// </summary>
    /// <param name="level">none, critical, error, warn, info, debug or trace.</param>
    /// <exception cref="ArgumentException">No level has that name; the message lists the levels.</exception>
    void SetGlobalLogLevel(string level);

    /// <summary>
    /// Sets the level of all loggers without a level of their own, at once (<c>txaio.set_global_log_level</c>).
    /// </summary>
    /// <param name="level">The level.</param>
    /// <exception cref="ArgumentException">No level has that name; the message lists the levels.</exception>
    void SetGlobalLogLevel(TxaioLogLevel level);

    /// <summary>The global level (<c>txaio.get_global_log_level</c>); at first <c>txaio.logging.level</c>.</summary>
    /// <returns>The level.</returns>
    TxaioLogLevel GetGlobalLogLevel();

    /// <summary>
    /// Adds message templates by category id (<c>txaio.add_log_categories</c>). An id that exists already gets the new
    /// template.
    /// </summary>
    /// <param name="categories">Templates by id.</param>
    /// <exception cref="ArgumentException">A template is null.</exception>
    void AddLogCategories(IReadOnlyDictionary<string, string> categories);
}
