using System.Text.Json;

namespace Wamp.Protocol;

/// <summary>Reads the elements of a peer's message. A wrong element throws when it is read.</summary>
internal readonly struct Fields(JsonElement message, string name)
{
    public const long MaxId = 1L << 53;

    private const string ANumber = "a whole number from 0 to 2147483647";

    /// <summary>An id: 1 to 2^53.</summary>
    public long Id(int index) => At(index) is { ValueKind: JsonValueKind.Number } field
        && field.TryGetInt64(out var id) && id is >= 1 and <= MaxId
            ? id
            : throw Wrong(index, "an id from 1 to 2^53");

    public int Code(int index) => At(index) is { ValueKind: JsonValueKind.Number } field
        && field.TryGetInt32(out var code)
            ? code
            : throw Wrong(index, "the code of a message");

    public string Text(int index) => At(index) is { ValueKind: JsonValueKind.String } field
        ? field.GetString()!
        : throw Wrong(index, "a string");

    /// <summary>The arguments: this element and the next, which both may be missing.</summary>
    public Payload Payload(int index)
    {
        var args = message.GetArrayLength() > index ? At(index) : default;
        if (args.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Array))
            throw Wrong(index, "a list of arguments");
        var kwargs = message.GetArrayLength() > index + 1 ? At(index + 1) : default;
        return kwargs.ValueKind is JsonValueKind.Undefined or JsonValueKind.Object
            ? new Payload(args, kwargs)
            : throw Wrong(index + 1, "a dictionary of arguments");
    }

    /// <summary>An option in the dictionary at this element.</summary>
    public bool Flag(int index, string option, bool fallback) => Option(index, option, "true or false", fallback);

    public long Number(int index, string option) =>
        Option(index, option, ANumber, 0) is >= 0 and var number ? number : throw Wrong(index, option, ANumber);

    public string? Text(int index, string option) => Option<string?>(index, option, "a string", null);

    public IReadOnlyList<string> Texts(int index, string option)
    {
        var texts = Option<string[]>(index, option, "a list of strings", []);
        // JsonSerializer accepts null in a list.
        return texts.All(static text => text is not null) ? texts : throw Wrong(index, option, "a list of strings");
    }

    /// <summary>Whether the dictionary at this element announces a feature of a role.</summary>
    public bool Feature(int index, string role, string feature) =>
        Member(Member(Member(Options(index, "roles"), role), "features"), feature).ValueKind == JsonValueKind.True;

    private T Option<T>(int index, string option, string allowed, T fallback)
    {
        var value = Options(index, option);
        try
        {
            return value.ValueKind == JsonValueKind.Undefined ? fallback : value.Deserialize<T>() ?? fallback;
        }
        catch (JsonException)
        {
            throw Wrong(index, option, allowed);
        }
    }

    private JsonElement Options(int index, string option)
    {
        var options = At(index);
        return options.ValueKind == JsonValueKind.Object
            ? Member(options, option)
            : throw Wrong(index, "a dictionary");
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    private JsonElement At(int index) => index < message.GetArrayLength()
        ? message[index]
        : throw new ProtocolViolationException($"{name} has {message.GetArrayLength()} elements, too few");

    private ProtocolViolationException Wrong(int index, string allowed) =>
        new($"element {index} of {name} must be {allowed}");

    private ProtocolViolationException Wrong(int index, string option, string allowed) =>
        new($"'{option}' in element {index} of {name} must be {allowed}");
}
