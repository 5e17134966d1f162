using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Txaio.Actors.AttackNode.Hostile;

/// <summary>Objects of any type as the text of Akka's JSON serializer.</summary>
/// <param name="system">The system that writes them.</param>
/// <param name="victim">The ref in fields of refs.</param>
public sealed class JsonForms(ExtendedActorSystem system, IActorRef victim)
{
    private readonly NewtonSoftJsonSerializer _serializer = new(system);

    /// <summary>An object of a type with all parts missing, and one whose fields all have a value.</summary>
    /// <param name="type">The type.</param>
    public IEnumerable<Json> Of(Type type)
    {
        yield return new Json(Bare(type));
        if (Written(type) is { } filled)
            yield return new Json(filled);
    }

    /// <summary>An object of a type with all parts missing.</summary>
    /// <param name="type">The type.</param>
    public static string Bare(Type type) => $$"""{"$type":"{{type.FullName}}, {{type.Assembly.GetName().Name}}"}""";

    /// <summary>A message within an <c>ActorSelectionMessage</c>.</summary>
    /// <param name="json">The message.</param>
    /// <param name="path">The path below the receiver; an empty path selects the receiver.</param>
    public static string Selected(string json, string path)
    {
        var elements = path.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(static name => $$"""{"$type":"Akka.Actor.SelectChildName, Akka","Name":"{{name}}"}""");
        return $$"""
            {"$type":"Akka.Actor.ActorSelectionMessage, Akka","Message":{{json}},"Elements":
            {"$type":"Akka.Actor.SelectionPathElement[], Akka","$values":[{{string.Join(',', elements)}}] } }
            """;
    }

    /// <summary>An object of a type whose fields all have a value, as far as a value is known.</summary>
    /// <param name="type">The type.</param>
    public object Filled(Type type)
    {
        var message = RuntimeHelpers.GetUninitializedObject(type);
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (ValueOf(field.FieldType) is { } value)
                    field.SetValue(message, value);
            }
        }

        return message;
    }

    // Not every object can be written; its bare form is sent in any case.
    private string? Written(Type type)
    {
        try
        {
            return Encoding.UTF8.GetString(_serializer.ToBinary(Filled(type)));
        }
        catch (Exception)
        {
            return null;
        }
    }

    private object? ValueOf(Type type) => type switch
    {
        _ when type == typeof(string) => "hostile",
        _ when type == typeof(object) => "hostile",
        _ when type == typeof(int) => 1,
        _ when type == typeof(long) => 1L,
        _ when type == typeof(bool) => true,
        _ when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(1),
        _ when type == typeof(Exception) => new InvalidOperationException("of a hostile node"),
        _ when type == typeof(Address) => victim.Path.Address,
        _ when type == typeof(ActorPath) => victim.Path,
        _ when type.IsAssignableFrom(victim.GetType()) => victim,
        _ => null,
    };
}
