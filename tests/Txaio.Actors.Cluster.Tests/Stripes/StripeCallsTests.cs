using CsCheck;
using Google.Protobuf;
using Txaio.Actors.Cluster.Serialization;
using Txaio.Actors.Cluster.Serialization.Wire;
using Txaio.Actors.Cluster.Stripes;
using StripeRecord = Txaio.Actors.Cluster.Serialization.StripeRecord;
using Wire = Txaio.Actors.Cluster.Serialization.Wire;

namespace Txaio.Actors.Cluster.Tests.Stripes;

/// <summary>The indexes of a stripe's calls, beside plain dictionaries.</summary>
public sealed class StripeCallsTests
{
    private readonly StripeCalls _calls = new();

    [Fact]
    public void TryTakeDue_returns_calls_in_the_order_of_due_times_then_of_arming()
    {
        foreach (var (key, due) in new[] { ("c", 3_000L), ("a", 1_000), ("b2", 2_000), ("b1", 2_000) })
            PutArmed(key, due);

        Assert.Equal(1_000, _calls.NextDue);
        Assert.Equal(["a", "b2", "b1"], Due(2_999));
        Assert.Equal(["c"], Due(3_000));
        Assert.Null(_calls.NextDue);
        Assert.Equal(4, _calls.Count);
    }

    [Fact]
    public void Call_that_is_not_armed_never_falls_due_and_is_found()
    {
        _calls.Put(Call("k", 1_000));

        Assert.Empty(Due(long.MaxValue));
        Assert.True(_calls.TryGet("k", out var call));
        Assert.Equal(Call("k", 1_000), call);
    }

    [Fact]
    public void Put_of_a_known_key_replaces_the_call_and_disarms_it()
    {
        PutArmed("k", 1_000);

        Assert.True(_calls.Put(Call("k", 5_000)));

        Assert.Empty(Due(long.MaxValue));
        _calls.Arm("k");
        Assert.Equal(5_000, _calls.NextDue);
        Assert.Equal(1, _calls.Count);
    }

    [Fact]
    public void Remove_with_another_due_time_removes_nothing()
    {
        PutArmed("k", 1_000);

        Assert.False(_calls.Remove("k", 999));
        Assert.Equal(["k"], Due(1_000));
        Assert.True(_calls.Remove("k", 1_000));
        Assert.Equal(0, _calls.Count);
    }

    [Fact]
    public void Call_keeps_every_field_in_any_script_and_of_any_length()
    {
        var key = new string('\u20AC', CallLimits.Key);
        var call = Call(key, 7);
        call.Message = new Payload { SerializerId = -5 };
        call.Target = new Target { Actor = "akka.tcp://app@host:1/user/" + new string('\u00FC', CallLimits.Text - 30) };

        _calls.Put(call);

        Assert.True(_calls.TryGet(key, out var found));
        Assert.Equal(call, found);
    }

    [Fact]
    public void Any_sequence_of_changes_leaves_the_same_calls_as_a_dictionary_and_a_sort() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 40], Gen.Long[1, 12]).Array[0, 300].Sample(
            static steps =>
            {
                var calls = new StripeCalls();
                var model = new Model();
                foreach (var (action, key, due) in steps)
                    Assert.Equal(model.Step(action, $"k{key}", due), Step(calls, action, $"k{key}", due));
                Assert.Equal(model.Calls.Count, calls.Count);
                Assert.Equal(
                    model.Calls.Select(static call => (call.Key, call.Value.Due)).Order(),
                    Unpacked(calls).Select(static call => (call.Key, call.Due)).Order());
                Assert.Equal(model.TakeAll(), DueOf(calls, long.MaxValue));
            },
            iter: 2_000);

    [Fact]
    public void Calls_come_back_from_a_snapshot_as_they_were()
    {
        for (var i = 0; i < 3_000; i++)
            PutArmed($"key-{i}", 1_000 * (1 + (i * 7_919 % 100)));
        for (var i = 0; i < 3_000; i += 3)
            _calls.Remove($"key-{i}");
        var record = StripeRecord.Of(_calls.All(), [new ClientBatch { Client = "c", Number = 4 }]);

        var (read, clients) = (new StripeCalls(), new List<ClientBatch>());
        record.Read(read.Restore, clients.Add, NoKey, NoCall);

        Assert.Equal(Unpacked(_calls), Unpacked(read));
        Assert.Equal(4, Assert.Single(clients).Number);
        Assert.Equal(Due(long.MaxValue), DueOf(read, long.MaxValue));
    }

    [Fact]
    public void Calls_of_a_snapshot_share_what_they_have_in_common()
    {
        StoredCall[] calls = [Call("a", 1), Call("b", 2), ToActor("c", "akka://app/user/x/y"), ToActor("d", "none")];

        var snapshot = Wire.StripeRecord.Parser.ParseFrom(StripeRecord.Of(calls.Select(TestCalls.Packed), []).Bytes);

        Assert.Equal([0, 0, 1, 2], snapshot.Calls.Select(static call => call.Form));
        Assert.Equal(["akka://app/user/x/", ""], snapshot.Forms.Skip(1).Select(static form => form.ActorParent));
    }

    [Fact]
    public void Calls_to_entities_and_actors_are_unpacked_as_they_were()
    {
        StoredCall[] calls =
        [
            ToActor("a", "akka.tcp://app@127.0.0.1:2552/user/target#17"),
            ToActor("b", "/user/target/"),
            ToActor("c", ""),
            new(Call("d", 4)) { Target = new Target { Shard = new Shard { Type = "order", EntityId = "a/b" } } },
            new(Call("e", 5)) { Message = new Payload { SerializerId = -3, Manifest = "M" } },
        ];

        Assert.Equal(calls, calls.Select(static call => TestCalls.Packed(call).Unpack()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("010000")]
    [InlineData("0000020041")]
    [InlineData("FFFFFFFF")]
    [InlineData("01000000FF")]
    [InlineData("0000010080")]
    [InlineData("01000100C3A9")]
    public void Bytes_whose_lengths_or_texts_are_wrong_are_no_call(string hex)
    {
        var snapshot = new Wire.StripeRecord
        {
            Forms = { new Wire.CallForm { ShardType = "order" } },
            Calls = { new Wire.PackedCall { Call = ByteString.CopyFrom(Convert.FromHexString(hex)) } },
        };

        Assert.Throws<InvalidDataException>(
            () => new StripeRecord(snapshot.ToByteArray()).Read(_calls.Restore, _ => { }, NoKey, NoCall));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Call_whose_form_is_missing_is_refused(int form)
    {
        var snapshot = new Wire.StripeRecord
        {
            Forms = { new Wire.CallForm { ShardType = "order" } },
            Calls = { new Wire.PackedCall { Form = form, Call = ByteString.CopyFrom(new byte[4]) } },
        };

        Assert.Throws<InvalidDataException>(
            () => new StripeRecord(snapshot.ToByteArray()).Read(_calls.Restore, _ => { }, NoKey, NoCall));
    }

    private static void NoKey(string key) => Assert.Fail($"{key} is cancelled.");

    private static void NoCall(Wire.DurableCallDone call) => Assert.Fail($"{call} is done.");

    private static IEnumerable<StoredCall> Unpacked(StripeCalls calls) =>
        calls.All().Select(static call => call.Unpack());

    private static StoredCall ToActor(string key, string path) =>
        new(Call(key, 3)) { Target = new Target { Actor = path } };

    private static StoredCall Call(string key, long due) => TestCalls.Call(key, due);

    private void PutArmed(string key, long due)
    {
        _calls.Put(Call(key, due));
        _calls.Arm(key);
    }

    private List<string> Due(long now) => DueOf(_calls, now);

    private static List<string> DueOf(StripeCalls calls, long now)
    {
        var keys = new List<string>();
        while (calls.TryTakeDue(now, out var key, out _))
            keys.Add(key);
        return keys;
    }

    private static string Step(StripeCalls calls, int action, string key, long due)
    {
        switch (action)
        {
            case 0:
                return $"{calls.Put(Call(key, due))}";
            case 1:
                calls.Arm(key);
                return "";
            case 2:
                calls.Disarm(key);
                return "";
            case 3:
                return $"{calls.Remove(key)}";
            case 4:
                return $"{calls.Remove(key, due)}";
            default:
                return calls.TryTakeDue(due, out var taken, out _) ? taken : "none";
        }
    }

    /// <summary>The same by a dictionary; the order of arming is a number.</summary>
    private sealed class Model
    {
        private int _armed;

        public Dictionary<string, (long Due, int Armed)> Calls { get; } = [];

        public string Step(int action, string key, long due)
        {
            var known = Calls.TryGetValue(key, out var call);
            switch (action)
            {
                case 0:
                    Calls[key] = (due, 0);
                    return $"{known}";
                case 1:
                    if (known && call.Armed == 0)
                        Calls[key] = (call.Due, ++_armed);
                    return "";
                case 2:
                    if (known)
                        Calls[key] = (call.Due, 0);
                    return "";
                case 3:
                    return $"{Calls.Remove(key)}";
                case 4:
                    return $"{known && call.Due == due && Calls.Remove(key)}";
                default:
                    return Take(due) ?? "none";
            }
        }

        public List<string> TakeAll()
        {
            var keys = new List<string>();
            while (Take(long.MaxValue) is { } key)
                keys.Add(key);
            return keys;
        }

        private string? Take(long now)
        {
            var first = Calls.Where(call => call.Value.Armed > 0 && call.Value.Due <= now)
                .OrderBy(static call => call.Value)
                .Select(static call => call.Key)
                .FirstOrDefault();
            if (first is not null)
                Calls[first] = (Calls[first].Due, 0);
            return first;
        }
    }
}
