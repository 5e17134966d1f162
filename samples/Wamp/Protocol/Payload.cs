using System.Runtime.InteropServices;
using System.Text.Json;

namespace Wamp.Protocol;

/// <summary>
/// Arguments of the application, as JSON that nothing between the two ends looks into. <c>default</c> is none.
/// </summary>
/// <param name="Args">An array, or undefined.</param>
/// <param name="Kwargs">An object, or undefined.</param>
internal readonly record struct Payload(JsonElement Args, JsonElement Kwargs)
{
    public int Weight => Bytes(Args) + Bytes(Kwargs);

    public static Payload Of(params object?[] args) => new(JsonSerializer.SerializeToElement(args), default);

    /// <summary>The argument at this position.</summary>
    /// <exception cref="WampException">There is none, or it is no <typeparamref name="T"/>.</exception>
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
