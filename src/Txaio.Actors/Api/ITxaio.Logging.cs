using System.Runtime.CompilerServices;

namespace Txaio.Actors;

/// <content>Logging. The same for all loops of the actor system.</content>
public partial interface ITxaio
{
    /// <summary>
    /// A logger named after the class that calls this, or the method's class in top-level code
    /// (<c>txaio.make_logger</c>). The other forms say the name and cost no look at the stack.
    /// </summary>
    /// <returns>The logger.</returns>
    ITxaioLogger MakeLogger();

    /// <summary>A logger named after <typeparamref name="TOwner"/>.</summary>
    /// <typeparam name="TOwner">The class that logs.</typeparam>
    /// <returns>The logger.</returns>
    ITxaioLogger MakeLogger<TOwner>();

    /// <summary>A logger of that name.</summary>
    /// <param name="name">The <c>LogSource</c> of its events.</param>
    /// <returns>The logger.</returns>
    ITxaioLogger MakeLogger(string name);

    /// <summary>
    /// Writes every log event of the actor system, Akka's own included, as a line of text
    /// (<c>txaio.start_logging</c>), and sets the global level. A second call does nothing.
    /// </summary>
    /// <remarks>
    /// Flushed at least every second and when the system has ended: the last line before that is written. A writer
    /// that throws is reported on standard error once; the lines it lost are counted.
    /// </remarks>
    /// <param name="output">Where to; null for standard output. It stays open.</param>
    /// <param name="level">none, critical, error, warn, info, debug or trace.</param>
    /// <exception cref="ArgumentException">There is no such level; the message lists them.</exception>
    [OverloadResolutionPriority(1)]
    void StartLogging(TextWriter? output = null, string level = "info");

    /// <summary>Writes every log event as a line of UTF-8 bytes; see the other form.</summary>
    /// <param name="output">Where to. It stays open.</param>
    /// <param name="level">none, critical, error, warn, info, debug or trace.</param>
    /// <exception cref="ArgumentException">There is no such level; the message lists them.</exception>
    void StartLogging(Stream output, string level = "info");

    /// <summary>
    /// Sets the level of every logger that has none of its own, at once (<c>txaio.set_global_log_level</c>).
    /// </summary>
    /// <param name="level">none, critical, error, warn, info, debug or trace.</param>
    /// <exception cref="ArgumentException">There is no such level; the message lists them.</exception>
    void SetGlobalLogLevel(string level);

    /// <summary>
    /// Sets the level of every logger that has none of its own, at once (<c>txaio.set_global_log_level</c>).
    /// </summary>
    /// <param name="level">The level.</param>
    /// <exception cref="ArgumentException">There is no such level; the message lists them.</exception>
    void SetGlobalLogLevel(TxaioLogLevel level);

    /// <summary>The global level (<c>txaio.get_global_log_level</c>); at first <c>txaio.logging.level</c>.</summary>
    /// <returns>The level.</returns>
    TxaioLogLevel GetGlobalLogLevel();

    /// <summary>
    /// Adds message templates by category id (<c>txaio.add_log_categories</c>). A later addition of an id wins.
    /// </summary>
    /// <param name="categories">Templates by id.</param>
    void AddLogCategories(IReadOnlyDictionary<string, string> categories);
}
