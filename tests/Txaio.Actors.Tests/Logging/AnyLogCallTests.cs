using CsCheck;
using Txaio.Actors.LogTemplates;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Tests.Logging;

/// <summary>Any template and arguments of a log call make a bounded text, and throw nothing.</summary>
public sealed class AnyLogCallTests : LoggingTestBase
{
    // Twice the length of a message leaves room for the escapes at the place where it is cut.
    private const int Longest = 2 * 65_536;

    [Fact]
    public void Any_text_and_arguments_by_position_render_without_a_throw() =>
        Gen.Select(AnyLogCall.Texts, AnyLogCall.HostileValues.Array[0, 4]).Sample(
            (text, values) => AssertRenders(text, new TxaioLogEntry
            {
                Level = TxaioLogLevel.Info,
                Format = text,
                Arguments = values,
            }),
            iter: 5_000);

    [Fact]
    public void Any_text_and_arguments_by_name_render_without_a_throw() =>
        Gen.Select(AnyLogCall.Texts, AnyLogCall.Texts, AnyLogCall.HostileValues.Array[1, 3]).Sample(
            (text, name, values) => AssertRenders(text, new TxaioLogEntry
            {
                Level = TxaioLogLevel.Info,
                Format = text,
                Fields = [.. values.Select((value, i) => (i == 0 ? "A" : name, value))],
            }),
            iter: 5_000);

    private void AssertRenders(string text, TxaioLogEntry entry)
    {
        var message = Hub.Binder.Bind(entry, out _, out _);
        var shown = message.ToString();
        if (shown is not { Length: <= Longest })
            Assert.Fail($"'{text}' has a text of {shown?.Length} characters.");
    }
}
