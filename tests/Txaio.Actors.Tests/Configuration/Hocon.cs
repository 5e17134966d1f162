using Akka.Configuration;
using Txaio.Actors.Configuration;

namespace Txaio.Actors.Tests.Configuration;

/// <summary>Reads HOCON as the extension does, with reference.conf as the fallback.</summary>
internal static class Hocon
{
    public static TxaioSettings Read(string hocon) => TxaioSettings.Read(WithReference(hocon));

    public static Config WithReference(string hocon) =>
        ConfigurationFactory.ParseString(hocon).WithFallback(TxaioSettings.Reference());

    public static string ErrorOf(string hocon) => ErrorOf(() => Read(hocon));

    public static string ErrorOf(Func<object> read) => Assert.Throws<ConfigurationException>(read).Message;
}
