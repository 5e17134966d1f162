using System.Buffers;
using System.Text;
using CsCheck;
using Wamp.Formats;
using Wamp.Protocol;

namespace Txaio.Wamp.Tests.Protocol;

/// <summary>Any bytes of a peer become a message or a <see cref="ProtocolViolationException"/>.</summary>
public sealed class WireFormatTests
{
    private static readonly WireFormat Json = WireFormat.Of("wamp.2.json")!;
    private static readonly WireFormat MsgPack = WireFormat.Of("wamp.2.msgpack")!;

    private static readonly Message[] Messages =
    [
        new Hello("realm1", "joe", ["ticket", "wampcra"], new Features(true, true)),
        new Welcome(Fields.MaxId, "joe", "member", "ticket"),
        new Abort("wamp.error.no_such_realm", "none"),
        new Challenge("wampcra", "{\"nonce\": 1}"),
        new Authenticate("secret \u00fc\u4e2d\U0001f600"),
        new Goodbye("wamp.close.close_realm"),
        new Error(48, 1, "com.example.error", Payload.Of("text", 1)),
        new Publish(1, true, false, "com.example.topic", Payload.Of(1, "two", 3.5, null, true)),
        new Published(1, 2),
        new Subscribe(1, "exact", "com.example.topic"),
        new Subscribed(1, 2),
        new Unsubscribe(1, 2),
        new Unsubscribed(1),
        new Event(1, 2, Payload.Of(new[] { 1, 2 })),
        new Call(1, 200, true, "com.example.add", Payload.Of(1, 2)),
        new Cancel(1, "kill"),
        new Result(1, true, Payload.Of(3)),
        new Register(1, "exact", "single", "com.example.add"),
        new Registered(1, 2),
        new Unregister(1, 2),
        new Unregistered(1),
        new Invocation(1, 2, true, Payload.Of(1, 2)),
        new Interrupt(1),
        new Yield(1, true, Payload.Of(3)),
    ];

    public static TheoryData<int, string> All()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < Messages.Length; i++)
        {
            data.Add(i, "wamp.2.json");
            data.Add(i, "wamp.2.msgpack");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Message_survives_the_wire(int index, string subprotocol)
    {
        var format = WireFormat.Of(subprotocol)!;
        var message = Messages[index];

        var back = format.Read(Bytes(format, message));

        Assert.Equal(TextOf(message), TextOf(back));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[", "no JSON")]
    [InlineData("[1,\"realm1\",{}]]", "no JSON")]
    [InlineData("{\"a\":1}", "must be a list")]
    [InlineData("17", "must be a list")]
    [InlineData("[]", "too few")]
    [InlineData("[\"HELLO\"]", "code of a message")]
    [InlineData("[1.5]", "code of a message")]
    [InlineData("[-1]", "-1 is the code of no message")]
    [InlineData("[999]", "999 is the code of no message")]
    [InlineData("[99999999999999999999]", "code of a message")]
    [InlineData("[1]", "HELLO has 1 elements")]
    [InlineData("[1,7,{}]", "element 1 of HELLO must be a string")]
    [InlineData("[1,\"r\",[]]", "element 2 of HELLO must be a dictionary")]
    [InlineData("[1,\"r\",{\"authmethods\":[1]}]", "'authmethods' in element 2 of HELLO must be a list of strings")]
    [InlineData("[1,\"r\",{\"authid\":{}}]", "'authid' in element 2 of HELLO must be a string")]
    [InlineData("[1,\"\\ud800\",{}]", "not Unicode")]
    [InlineData("[48,0,{},\"a.b\"]", "element 1 of CALL must be an id")]
    [InlineData("[48,9007199254740993,{},\"a.b\"]", "element 1 of CALL must be an id")]
    [InlineData("[48,1e400,{},\"a.b\"]", "element 1 of CALL must be an id")]
    [InlineData("[48,1,{\"timeout\":-1},\"a.b\"]", "'timeout' in element 2 of CALL must be a whole number")]
    [InlineData("[48,1,{\"timeout\":1e99},\"a.b\"]", "'timeout' in element 2 of CALL must be a whole number")]
    [InlineData("[48,1,{},\"a.b\",{}]", "element 4 of CALL must be a list")]
    [InlineData("[48,1,{},\"a.b\",[],[]]", "element 5 of CALL must be a dictionary")]
    [InlineData("[16,1,{\"exclude_me\":1},\"a.b\"]", "'exclude_me' in element 2 of PUBLISH must be true or false")]
    [InlineData("[8,\"48\",1,{},\"a.b\"]", "code of a message")]
    [InlineData("[1,\"r\",{\"authmethods\":[null]}]", "'authmethods' in element 2 of HELLO must be a list of strings")]
    [InlineData("[1,\"r\",{\"authmethods\":\"ticket\"}]", "'authmethods' in element 2 of HELLO must be a list")]
    [InlineData("[1,\"r\",{\"authid\":\"\\ud800\"}]", "HELLO")]
    [InlineData("[48,1,{\"timeout\":\"5\"},\"a.b\"]", "'timeout' in element 2 of CALL must be a whole number")]
    [InlineData("[48,1,{\"timeout\":1.5},\"a.b\"]", "'timeout' in element 2 of CALL must be a whole number")]
    [InlineData("[48,1,{\"timeout\":null},\"a.b\"]", "'timeout' in element 2 of CALL must be a whole number")]
    [InlineData("[48,1,{\"receive_progress\":null},\"a.b\"]", "'receive_progress' in element 2 of CALL must be true")]
    public void Wrong_json_is_a_violation_that_says_what_is_wrong(string text, string reason)
    {
        var violation = Assert.Throws<ProtocolViolationException>(() => Json.Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(reason, violation.Message);
        Assert.True(violation.Message.Length < 200, violation.Message);
    }

    [Theory]
    [InlineData("", "no MessagePack")]
    [InlineData("dd7fffffff", "no MessagePack")]
    [InlineData("93", "no MessagePack")]
    [InlineData("c68563c5ab", "no MessagePack")]
    [InlineData("dbffffffff", "no MessagePack")]
    [InlineData("ddffffffff", "no MessagePack")]
    [InlineData("dfffffffff", "no MessagePack")]
    [InlineData("c9ffffffff01", "a type of MessagePack")]
    [InlineData("930181a0c0", "no MessagePack")]
    [InlineData("9201810101", "key of a dictionary must be a string")]
    [InlineData("9201d40102", "a type of MessagePack that WAMP does not have")]
    [InlineData("c1", "a type of MessagePack that WAMP does not have")]
    [InlineData("9106c0", "bytes follow")]
    [InlineData("82a16101", "no MessagePack")]
    public void Wrong_messagepack_is_a_violation_that_says_what_is_wrong(string hex, string reason)
    {
        var violation = Assert.Throws<ProtocolViolationException>(() => MsgPack.Read(Convert.FromHexString(hex)));

        Assert.Contains(reason, violation.Message);
    }

    [Theory]
    [InlineData(WireFormat.MaxDepth + 1)]
    [InlineData(400_000)]
    public void Deep_nesting_is_a_violation_and_no_overflow_of_the_stack(int depth)
    {
        var json = Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth));
        var msgPack = Enumerable.Repeat((byte)0x91, depth).Append((byte)0xC0).ToArray();

        var inJson = Assert.Throws<ProtocolViolationException>(() => Json.Read(json));
        var inMsgPack = Assert.Throws<ProtocolViolationException>(() => MsgPack.Read(msgPack));
        Assert.Contains("deeper than 32", inJson.Message);
        Assert.Contains("deeper than 32", inMsgPack.Message);
    }

    [Fact]
    public void Random_bytes_are_a_message_or_a_violation()
    {
        Gen.Byte.Array[0, 60].Sample(bytes =>
        {
            Assert.True(IsMessageOrViolation(Json, bytes));
            Assert.True(IsMessageOrViolation(MsgPack, bytes));
        });
    }

    [Fact]
    public void Damaged_messages_are_a_message_or_a_violation()
    {
        var damage = Gen.Select(Gen.Int[0, Messages.Length - 1], Gen.Int[0, 1000], Gen.Byte, Gen.Int[0, 3]);
        damage.Sample(one =>
        {
            var (index, place, value, kind) = one;
            foreach (var format in new[] { Json, MsgPack })
            {
                var bytes = Bytes(format, Messages[index]);
                place %= bytes.Length;
                byte[] damaged = kind switch
                {
                    0 => [.. bytes[..place], value, .. bytes[(place + 1)..]],
                    1 => [.. bytes[..place], value, .. bytes[place..]],
                    2 => bytes[..place],
                    _ => [.. bytes[..place], .. bytes[(place + 1)..]],
                };
                Assert.True(IsMessageOrViolation(format, damaged));
            }
        });
    }

    [Theory]
    [InlineData("[50,1,{},[\"\\ud800\"]]")]
    [InlineData("[50,1,{},[{\"\\ud800\":1}]]")]
    [InlineData("[50,1,{},[1e999,-1e999]]")]
    [InlineData("[50,1,{},[18446744073709551615,99999999999999999999999]]")]
    [InlineData("[50,1,{},[\"\\u0000no base64\",\"\\u0000AP8=\"],{\"a\":1,\"a\":2}]")]
    public void Whatever_json_holds_can_be_written_for_the_other_format(string text)
    {
        var message = Json.Read(Encoding.UTF8.GetBytes(text));

        var back = MsgPack.Read(Bytes(MsgPack, message));

        Assert.IsType<Result>(back);
    }

    [Fact]
    public void Bytes_pass_from_one_format_to_the_other_and_back()
    {
        var message = MsgPack.Read(Convert.FromHexString("94320180" + "91c40300ff01"));

        Assert.Contains("\"\\u0000AP8B\"", TextOf(message));
        Assert.Equal("94320180" + "91c40300ff01", Convert.ToHexStringLower(Bytes(MsgPack, message)));
    }

    private static bool IsMessageOrViolation(WireFormat format, byte[] bytes)
    {
        try
        {
            return format.Read(bytes) is not null;
        }
        catch (ProtocolViolationException)
        {
            return true;
        }
    }

    private static byte[] Bytes(WireFormat format, Message message)
    {
        var output = new ArrayBufferWriter<byte>();
        format.Write(output, message);
        return output.WrittenSpan.ToArray();
    }

    private static string TextOf(Message message) => Encoding.UTF8.GetString(Bytes(Json, message));
}
