using System.Text.Unicode;
using Txaio.Actors.Cluster.Serialization.Wire;
using StripeBatch = Txaio.Actors.Cluster.Protocol.StripeBatch;

namespace Txaio.Actors.Cluster.Stripes;

/// <summary>
/// The limits of calls. The client checks them for its callers. The stripe checks them again, because any node can send
/// it a batch.
/// </summary>
internal static class CallLimits
{
    /// <summary>The most characters of a key.</summary>
    public const int Key = 1_024;

    /// <summary>The most characters of a shard region's type, an entity's id, an actor's path and a manifest.</summary>
    public const int Text = 2_048;

    /// <summary>The most characters of a client's name.</summary>
    public const int Client = 256;

    /// <summary>Why a batch is refused, in one line; null if it is accepted.</summary>
    public static string? Refusal(StripeBatch batch, int stripe, StripeSettings settings)
    {
        if (batch.Stripe != stripe)
        {
            return $"a batch for stripe {batch.Stripe} reached stripe {stripe}: the nodes have different numbers of "
                + "stripes";
        }

        if (!IsText(batch.Client, Client))
            return $"the client's name has {batch.Client?.Length ?? 0} characters; 1 to {Client} are allowed";
        if (batch.Number < 1)
            return $"batch number {batch.Number}; numbers begin with 1";
        if (batch.Changes is null || batch.Changes.Count == 0 || batch.Changes.Count > settings.MaxChanges)
            return $"a batch of {batch.Changes?.Count ?? 0} changes; 1 to {settings.MaxChanges} are allowed";
        for (var i = 0; i < batch.Changes.Count; i++)
        {
            if (Refusal(batch.Changes[i], settings) is { } reason)
                return $"change {i} of {batch.Changes.Count}: {reason}";
        }

        return null;
    }

    /// <summary>Whether a text has 1 to <paramref name="longest"/> characters and can be written as UTF-8.</summary>
    public static bool IsText(string? text, int longest)
    {
        if (text is null || text.Length == 0 || text.Length > longest)
            return false;
        Span<byte> utf8 = stackalloc byte[text.Length * 3];
        return Utf8.FromUtf16(text, utf8, out _, out _, replaceInvalidSequences: false)
            == System.Buffers.OperationStatus.Done;
    }

    private static string? Refusal(Change? change, StripeSettings settings) => change?.KindCase switch
    {
        Change.KindOneofCase.Cancel => KeyRefusal(change.Cancel),
        Change.KindOneofCase.Schedule => KeyRefusal(change.Schedule.Key)
            ?? WhenRefusal(change.Schedule)
            ?? TargetRefusal(change.Schedule.Target)
            ?? MessageRefusal(change.Schedule.Message, settings),
        _ => "it neither schedules nor cancels",
    };

    private static string? KeyRefusal(string key) => IsText(key, Key)
        ? null
        : $"a key of {key.Length} characters; 1 to {Key} characters of well-formed text are allowed";

    private static string? WhenRefusal(Schedule schedule) => schedule.WhenCase switch
    {
        Schedule.WhenOneofCase.Delay when schedule.Delay is >= 0 and <= DueTime.LongestDelay => null,
        Schedule.WhenOneofCase.Delay => $"a delay of {schedule.Delay} ms; 0 to {DueTime.LongestDelay} ms are allowed",
        Schedule.WhenOneofCase.Due when schedule.Due is >= 0 and <= DueTime.Latest => null,
        Schedule.WhenOneofCase.Due =>
            $"a due time of {schedule.Due} ms; 0 to {DueTime.Latest} ms since 1970 are allowed",
        _ => "it has no due time",
    };

    private static string? TargetRefusal(Target? target) => target?.KindCase switch
    {
        Target.KindOneofCase.Shard when IsText(target.Shard.Type, Text) && IsText(target.Shard.EntityId, Text) => null,
        Target.KindOneofCase.Actor when IsText(target.Actor, Text) => null,
        null or Target.KindOneofCase.None => "it has no target",
        _ => $"a name of its target is empty or too long; 1 to {Text} characters are allowed",
    };

    private static string? MessageRefusal(Payload? message, StripeSettings settings) => message switch
    {
        null => "it has no message",
        { Manifest.Length: > Text } =>
            $"its message has a manifest of {message.Manifest.Length} characters; at most {Text} are allowed",
        _ when message.Data.Length > settings.MaxPayload =>
            $"its message has {message.Data.Length} bytes; at most {settings.MaxPayload} are allowed",
        _ => null,
    };
}
