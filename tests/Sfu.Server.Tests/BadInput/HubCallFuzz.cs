using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Sfu.Server.Tests.BadInput;

/// <summary>What a damaged call may lead to.</summary>
internal enum Expect
{
    /// <summary>Valid JSON of an invocation: there must be an answer of some kind.</summary>
    Answer,

    /// <summary>No invocation any more: the server may answer, ignore it or end the connection.</summary>
    Anything,
}

/// <summary>
/// Makes damaged calls of every hub method from valid ones: values of wrong types, null, missing, extra and doubled
/// members, huge and deep values, lone surrogates, wrong argument counts, and bytes that are no JSON. Same seed, same calls.
/// </summary>
internal sealed class HubCallFuzz(int seed)
{
    private static readonly (string Method, string Argument)[] Valid =
    [
        ("Join", """{"room":"fuzz","name":"Mallory","videoSlots":4}"""),
        ("Answer", """{"sdp":"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE mic cam\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:mic\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=setup:active\r\na=fingerprint:sha-256 00:11\r\na=sendonly\r\n"}"""),
        ("SetPublishing", """{"mic":true,"camera":true,"screen":false,"screenAudio":false}"""),
        ("SetView", """{"items":[{"participantId":"1","kind":"camera","width":640,"height":360},{"participantId":"2","kind":"screen","width":1,"height":1}]}"""),
        ("RestartIce", "{}"),
        ("Leave", "{}"),
        ("Resume", """{"seat":"AAAA","epoch":"0","sequence":1}"""),
        ("Do", """{"id":1,"command":"send-chat","target":"1","text":"hello","flag":true}"""),
        ("Do", """{"id":2,"command":"vote","target":"1","choices":[0,1]}"""),
        ("Do", """{"id":3,"command":"create-poll","poll":{"question":"Which?","options":["a","b"],"multiple":false,"anonymous":true,"live":false}}"""),
        ("RestoreChat", """{"messages":[{"number":1,"from":"1","fromName":"Anna","to":null,"toName":null,"text":"hello","atMs":1,"proof":"AAAA"}]}"""),
        ("CreateLink", """{"role":"owner","expiresInMinutes":0}"""),
        ("GetTalkTime", "{}"),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "26", "65536", "2147483648", "-9223372036854775809", "1e400", "0.5", "-0", "1E-7",
        "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\ud83d\"", "\"\\uffff\"", "\"\\u202e\\u200b\"", "\"camera\"", "\"../../etc\"",
        "[]", "{}", "[null]", "[[[[[[[[[[]]]]]]]]]]", "{\"a\":{\"b\":{\"c\":{}}}}", "[0,0,0,0,0,0,0,0]", "{\"__proto__\":{}}", "{\"$type\":\"System.Object\"}",
    ];

    /// <summary>Deeper than any reader of the hub's messages goes (64).</summary>
    private static readonly string TooDeep = new('[', 200);

    private readonly Random _random = new(seed);

    /// <summary>One call as bytes, without the separator.</summary>
    public (string Method, byte[] Message, Expect Expect) Next(string invocationId)
    {
        var (method, argument) = Valid[_random.Next(Valid.Length)];
        var arguments = _random.Next(12) switch
        {
            0 => "", // none
            1 => $"{argument},{argument}",
            2 => $"{argument},{RandomValue()}",
            3 => RandomValue(),
            _ => Damage(argument),
        };
        if (_random.Next(40) == 0)
            method = RandomMethod(method);
        var text = $$"""{"type":1,"invocationId":"{{invocationId}}","target":"{{method}}","arguments":[{{arguments}}]}""";
        if (_random.Next(50) != 0)
            return (method, Encoding.UTF8.GetBytes(text), text.Contains(TooDeep, StringComparison.Ordinal) ? Expect.Anything : Expect.Answer);

        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = _random.Next(1, 4); i > 0; i--)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return (method, bytes.Where(b => b != 0x1E).ToArray(), Expect.Anything);
    }

    private string RandomMethod(string method) => _random.Next(6) switch
    {
        0 => "",
        1 => "ToString",
        2 => "OnConnectedAsync",
        3 => method.ToUpperInvariant(),
        4 => new string('M', 5000),
        _ => method + "\\u0000",
    };

    private string Damage(string argument)
    {
        var root = JsonNode.Parse(argument)!.AsObject();
        var target = root;
        if (root["items"] is JsonArray items && _random.Next(2) == 0)
            target = items[_random.Next(items.Count)]!.AsObject();
        var names = target.Select(member => member.Key).ToArray();
        var name = names.Length == 0 ? "none" : names[_random.Next(names.Length)];

        switch (_random.Next(7))
        {
            case 0:
                target.Remove(name);
                return root.ToJsonString();
            case 1: // an extra member, in text, since the tree could not hold a doubled one
                return Insert(root.ToJsonString(), $"\"{name}\":{RandomValue()}");
            case 2:
                return Insert(root.ToJsonString(), $"\"{name.ToUpperInvariant()}\":{RandomValue()}");
            case 3:
                target[name] = JsonValue.Create(RandomText());
                return root.ToJsonString();
            case 4 when (string?)root["sdp"] is { } sdp:
                root["sdp"] = DamageText(sdp);
                return root.ToJsonString();
            default:
                target[name] = "\u0001";
                return root.ToJsonString().Replace("\"\\u0001\"", RandomValue(), StringComparison.Ordinal);
        }
    }

    private string RandomValue() => _random.Next(30) switch
    {
        0 => TooDeep + new string(']', TooDeep.Length),
        1 => "[" + string.Join(',', Enumerable.Repeat("{}", 500)) + "]",
        2 => "\"" + new string('x', 20_000) + "\"",
        3 => "1" + new string('0', 400),
        4 => _random.NextInt64().ToString(CultureInfo.InvariantCulture),
        _ => Values[_random.Next(Values.Length)],
    };

    /// <summary>Code units at random, halves of surrogate pairs among them; the serialiser escapes what UTF-8 cannot hold.</summary>
    private string RandomText()
    {
        var text = new char[_random.Next(0, _random.Next(10) == 0 ? 3000 : 40)];
        for (var i = 0; i < text.Length; i++)
            text[i] = (char)(_random.Next(3) == 0 ? _random.Next(0x10000) : _random.Next(0x20, 0x7F));
        return ReplaceLoneSurrogates(text);
    }

    /// <summary>Lines dropped, doubled, swapped, cut and overwritten.</summary>
    private string DamageText(string sdp)
    {
        var lines = sdp.Split("\r\n").ToList();
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            var at = _random.Next(lines.Count);
            switch (_random.Next(5))
            {
                case 0 when lines.Count > 1:
                    lines.RemoveAt(at);
                    break;
                case 1:
                    lines.Insert(at, lines[_random.Next(lines.Count)]);
                    break;
                case 2:
                    lines[at] = lines[at][.._random.Next(lines[at].Length + 1)];
                    break;
                case 3:
                    lines[at] += RandomText();
                    break;
                default:
                    lines.Insert(at, "m=video 9 UDP/TLS/RTP/SAVPF 96 97");
                    break;
            }
        }

        return ReplaceLoneSurrogates(string.Join(_random.Next(4) == 0 ? "\n" : "\r\n", lines).ToCharArray());
    }

    // JsonValue refuses lone halves; those in Values are there as escapes.
    private static string ReplaceLoneSurrogates(char[] text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string Insert(string json, string member) =>
        json == "{}" ? $"{{{member}}}" : string.Concat("{", member, ",", json.AsSpan(1));
}
