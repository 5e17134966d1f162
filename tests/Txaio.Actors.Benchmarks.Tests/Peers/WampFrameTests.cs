using System.Text;
using Txaio.Actors.Benchmarks.Harness;
using Txaio.Actors.Benchmarks.Peers.Wamp;

namespace Txaio.Actors.Benchmarks.Tests.Peers;

/// <summary>The messages that the clients of P17 read.</summary>
public sealed class WampFrameTests
{
    [Theory]
    [InlineData("[2,7,{\"roles\":{\"dealer\":{}}}]", 2, 7, 0, 0, 0)]
    [InlineData("[65, 1, 9]", 65, 1, 9, 0, 0)]
    [InlineData("[68,3,9,{},[40,2]]", 68, 3, 9, 40, 2)]
    [InlineData("[50,3,{},[42]]", 50, 3, 0, 42, 0)]
    public void Read_returns_the_code_the_ids_and_the_arguments(
        string text, long code, long id, long registration, long first, long second) =>
        Assert.Equal(
            new WampFrame(code, id, registration, first, second), WampFrame.Read(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("[8,48,1,{},\"wamp.error.no_such_procedure\"]")]
    [InlineData("[3,{},\"wamp.error.no_such_realm\"]")]
    public void Read_of_an_error_fails_the_case(string text)
    {
        var failure = Assert.Throws<BenchmarkFailedException>(() => WampFrame.Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(text, failure.Message);
    }
}
