using System.Runtime.InteropServices;
using System.Text.Json;

namespace Wamp.Protocol;

/// <summary>
/// Arguments of the application, as JSON. The router passes them on unread. <c>default</c> has no arguments.
/// </summary>
/// <param name="Args">The positional arguments: an array, or undefined.</param>
/// <param name="Kwargs">The named arguments: an object, or undefined.</param>
internal readonly record struct Payload(JsonElement Args, JsonElement Kwargs)
{
    public int Weight => Bytes(Args) + Bytes(Kwargs);

    public static Payload Of(params object?[] args) => new(JsonSerializer.SerializeToElement(args), default);

    /// <summary>The argument at this position.</summary>
    /// <exception cref="WampException">The argument is missing, or is not a <typeparamref name="T"/>.</exception>
    public T Arg<T>(int index)
    {
        try
        {
            return Args[index].Deserialize<T>()!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new WampException(Uris.InvalidArgument, $"argument {index} must be of type {typeof(T).Name}");
        }
    }

    private static int Bytes(JsonElement json) =>
        json.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(json).Length;
}
