namespace Txaio.Actors.Serilog.Tests;

/// <summary>The suite with Akka.Logger.Serilog 1.5.69.</summary>
[Collection(WholeProcess.Name)]
public sealed class AkkaLoggerSerilogTests() : SinkContract(AkkaLogger)
{
    protected override string TextWithoutBraces => """{ "@mt": "hello" }""";

    protected override string FieldsWithOperators =>
        """{ "@mt": "got {T}", "T": "EVENT", "@@Point": "1/2", "$Other": "3/4" }""";

    protected override string FailureWithText =>
        """
        {
          "@mt": "gave up", "@l": "Error", "TxaioLevel": "critical",
          "@x": "System.InvalidOperationException: bad"
        }
        """;

    protected override string Destructured =>
        """
        {
          "@mt": "{@P} {$Q}", "P": {"X":1,"Y":2,"$type":"Point"}, "Q": "3/4",
          "@@P": "1/2", "$Q": "3/4"
        }
        """;

    protected override string CriticalLevel => "ERR";

    protected override string TraceLevel => "DBG";

    protected override bool KeepsTime => false;

    protected override bool KeepsTrace => false;
}

/// <summary>The suite with Txaio.Actors.Serilog.</summary>
[Collection(WholeProcess.Name)]
public sealed class OwnLoggerTests() : SinkContract(OwnLogger)
{
    protected override string TextWithoutBraces => """{ "@mt": "{Message:l}", "Message": "hello" }""";

    protected override string FieldsWithOperators =>
        """
        { "@mt": "got {T}", "T": "EVENT", "Point": {"X":1,"Y":2,"$type":"Point"}, "Other": "3/4" }
        """;

    protected override string FailureWithText =>
        """
        {
          "@mt": "{Message:l}", "Message": "gave up", "@l": "Fatal", "TxaioLevel": "critical",
          "@x": "System.InvalidOperationException: bad"
        }
        """;

    protected override string Destructured =>
        """{ "@mt": "{@P} {$Q}", "P": {"X":1,"Y":2,"$type":"Point"}, "Q": "3/4" }""";

    protected override string CriticalLevel => "FTL";

    protected override string TraceLevel => "VRB";

    protected override bool KeepsTime => true;

    protected override bool KeepsTrace => true;
}
