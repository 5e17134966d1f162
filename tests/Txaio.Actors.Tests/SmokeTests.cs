namespace Txaio.Actors.Tests;
public sealed class SmokeTests { [Fact] public void Reference_conf_parses() => Assert.True(TxaioSettings.Reference().HasPath("txaio.loops.default")); }
