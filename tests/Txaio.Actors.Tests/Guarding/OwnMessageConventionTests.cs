using System.Reflection;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Txaio.Actors.Guarding;

namespace Txaio.Actors.Tests.Guarding;

/// <summary>An actor of the library accepts the library's own messages only when this process made them.</summary>
public sealed class OwnMessageConventionTests
{
    // The other packages see only the public API, so they have no own messages. Their actors must be public loggers.
    private static readonly string[] Assemblies =
    [
        "Txaio.Actors", "Txaio.Actors.TestKit", "Txaio.Actors.Hosting", "Txaio.Actors.Serilog",
    ];

    public static TheoryData<string> Packages => [.. Assemblies.Where(static name => Find(name) is not null)];

    public static TheoryData<Type> OwnMessages =>
    [
        .. typeof(OwnMessage).Assembly.GetTypes()
            .Where(static type => !type.IsAbstract && type.IsAssignableTo(typeof(OwnMessage))),
    ];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Actors_are_own_actors_or_public_loggers(string package) => Assert.DoesNotContain(
        Find(package)!.GetTypes(),
        static type =>
            type is { IsAbstract: false }
            && type.IsAssignableTo(typeof(ActorBase))
            && !type.IsAssignableTo(typeof(OwnActor))
            && !(type.IsVisible && type.IsAssignableTo(typeof(IRequiresMessageQueue<ILoggerMessageQueueSemantics>)))
            && !IsOfLoggerQueue(type));

    [Theory]
    [MemberData(nameof(Packages))]
    public void Messages_that_are_not_public_are_own_messages(string package) => Assert.DoesNotContain(
        Find(package)!.GetTypes(),
        static type =>
            type is { IsAbstract: false, IsVisible: false }
            && (type.IsAssignableTo(typeof(INoSerializationVerificationNeeded))
                || type.IsAssignableTo(typeof(IDeadLetterSuppression)))
            && !type.IsAssignableTo(typeof(OwnMessage))
            // Akka unwraps a message of its scheduler before an actor gets the content.
            && !type.IsAssignableTo(typeof(Akka.Actor.Scheduler.IScheduledTellMsg))
            && type.Name is not "UnreadMessage"
            && !IsOfLoggerQueue(type));

    [Theory]
    [MemberData(nameof(OwnMessages))]
    public void Message_without_a_signature_is_not_ours(Type type)
    {
        // A serializer makes an object with or without a call of its constructor.
        var forged = (OwnMessage)RuntimeHelpers.GetUninitializedObject(type);
        Assert.False(forged.IsOurs);
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .OrderBy(static candidate => candidate.GetParameters().Length).First();
        var arguments = constructor.GetParameters().Select(static parameter =>
            parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null);
        Assert.False(((OwnMessage)constructor.Invoke([.. arguments])).IsOurs);
        // A serializer may also write private fields.
        typeof(OwnMessage).GetField("_signature", BindingFlags.Instance | BindingFlags.NonPublic)!
            .SetValue(forged, new object());
        Assert.False(forged.IsOurs);
    }

    // The child of a logger. Its one message has no content: a forged one lets it write what it writes in any case.
    private static bool IsOfLoggerQueue(Type type) => type.DeclaringType?.FullName == "Txaio.Actors.Loggers.LoggerQueue";

    private static Assembly? Find(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }
}
