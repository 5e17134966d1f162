using Akka.Actor;
using Txaio.Actors.Tests.Shared;

namespace Txaio.Actors.Tests.Documentation;

/// <summary>Tests the actor in README.md under "Inside actors" as a user would.</summary>
public sealed class SessionSnippetTests : VirtualTestKit
{
    private readonly IActorRef _session;

    private readonly Akka.TestKit.TestProbe _backend;

    public SessionSnippetTests()
        // The page's actor gets its messages within one process, so they need no serializer.
        : base("akka.actor.serialize-messages = off")
    {
        _backend = CreateTestProbe();
        var page = SnippetActors.Load("README.md", "Session");
        _session = Sys.ActorOf(
            SnippetActors.Props(page, "Session", _backend.Ref).WithDispatcher(VirtualDispatcherId), "session");
        Watch(_session);
    }

    [Fact]
    public void User_that_is_a_string_gets_the_number_of_its_rights()
    {
        _session.Tell("alice", TestActor);
        Time.RunUntilIdle();
        Assert.Equal("alice", _backend.ExpectMsg<string>());

        _backend.Reply(new[] { "read", "write" });
        Time.RunUntilIdle();

        ExpectMsg(2);
    }

    /// <summary>
    /// The actor takes a string for the name of a user. So the page pipes the text of a file as a <c>Profile</c>.
    /// </summary>
    [Fact]
    public void Text_of_a_file_is_not_taken_for_a_user()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "some text");
        try
        {
            using var shown = new ConcurrentText();
            var console = Console.Out;
            Console.SetOut(shown);
            try
            {
                _session.Tell(new Uri(path), TestActor);
                Time.WaitFor(shown.Contains("some text"));
            }
            finally
            {
                Console.SetOut(console);
            }

            _backend.ExpectNoMsg(TimeSpan.Zero);
            Time.Advance(TimeSpan.FromSeconds(5));
            ExpectTerminated(_session);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void File_that_cannot_be_read_is_logged()
    {
        EventFilter.Error(start: "failed").ExpectOne(() =>
        {
            _session.Tell(new Uri("file:///no/such/file/of/the/test"), TestActor);
            Time.RunUntilIdle();
        });
    }
}
