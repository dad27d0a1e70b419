using System.Net;
using System.Net.WebSockets;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Hub;

public sealed class BadCallTests
{
    [Theory]
    [InlineData("Join", "null")]
    [InlineData("Join", "1")]
    [InlineData("Join", "[]")]
    [InlineData("Join", "{}")]
    [InlineData("Join", """{"room":"a","name":"b"}""")]
    [InlineData("Join", """{"room":"a","name":"b","videoSlots":"4"}""")]
    [InlineData("Join", """{"room":"a","name":"b","videoSlots":4.5}""")]
    [InlineData("Join", """{"room":"a","name":"b","videoSlots":99999999999}""")]
    [InlineData("Join", """{"room":null,"name":"b","videoSlots":4}""")]
    [InlineData("Join", """{"room":"a","name":"b","videoSlots":4,"role":"owner"}""")]
    [InlineData("Join", """{"room":"a","room":"c","name":"b","videoSlots":4}""")]
    [InlineData("Join", """{"Room":"a","name":"b","videoSlots":4}""")]
    [InlineData("Join", """{"room":"a\ud800","name":"b","videoSlots":4}""")]
    [InlineData("Join", """{"room":"a","name":"b","videoSlots":-1}""")]
    [InlineData("Join", """{"room":"a","name":"b","videoSlots":26}""")]
    [InlineData("SetView", """{"items":[null]}""")]
    [InlineData("SetView", """{"items":[{"participantId":"1","kind":"camera","width":-1,"height":1}]}""")]
    [InlineData("SetView", """{"items":[{"participantId":"1","kind":"camera","width":1,"height":100000}]}""")]
    [InlineData("SetView", """{"items":[{"participantId":"1","kind":"mic","width":1,"height":1}]}""")]
    [InlineData("SetView", """{"items":[{"participantId":"1","kind":0,"width":1,"height":1}]}""")]
    [InlineData("SetPublishing", """{"mic":1,"camera":false,"screen":false,"screenAudio":false}""")]
    [InlineData("SetPublishing", """{"mic":true}""")]
    [InlineData("Answer", """{"sdp":null}""")]
    [InlineData("Leave", """{"sure":true}""")]
    [InlineData("Do", """{"command":"raise-hand"}""")]
    [InlineData("Do", """{"id":1,"command":"open-mic","target":"1"}""")]
    [InlineData("Do", """{"id":1,"command":3}""")]
    [InlineData("Do", """{"id":1.5,"command":"raise-hand"}""")]
    [InlineData("Do", """{"id":1,"command":"raise-hand","actor":"1"}""")]
    [InlineData("Do", """{"id":1,"command":"mute"}""")]
    [InlineData("Do", """{"id":1,"command":"vote","target":1,"choices":[0]}""")]
    [InlineData("Do", """{"id":1,"command":"vote","target":"1","choices":["0"]}""")]
    [InlineData("Do", """{"id":1,"command":"create-poll","poll":{"question":"?"}}""")]
    [InlineData("Do", """{"id":1,"command":"change-settings","settings":{"lobby":true}}""")]
    [InlineData("CreateLink", """{"role":"king","expiresInMinutes":0}""")]
    [InlineData("CreateLink", """{"role":3,"expiresInMinutes":0}""")]
    [InlineData("CreateLink", """{"role":"guest"}""")]
    [InlineData("GetTalkTime", """{"all":true}""")]
    [InlineData("Resume", """{"seat":null,"epoch":"","sequence":0}""")]
    [InlineData("Resume", """{"seat":"","epoch":"","sequence":"0"}""")]
    [InlineData("RestoreChat", """{"messages":null}""")]
    [InlineData("RestoreChat", """{"messages":[null]}""")]
    [InlineData("RestoreChat", """{"messages":[{"number":1}]}""")]
    [InlineData("RestartIce", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]")]
    public async Task An_argument_that_does_not_fit_the_contract_is_a_problem_and_nothing_more(string method, string argument)
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var witness = await HubSocket.ConnectAsync(server);
        await witness.JoinAsync("Chess");
        if (method != "Join")
        {
            await anna.JoinAsync("Chess");
            await witness.NextEventAsync("participantJoined");
        }

        Assert.Equal("request-invalid", await anna.RefusedAsync(method, argument));
        await anna.RefusedAsync("Answer", """{"sdp":""}""");
        Assert.False(witness.HasEvent);
        Assert.DoesNotContain(server.Log.Lines, LogCapture.IsTrouble);
    }

    [Fact]
    public async Task Calls_out_of_turn_are_refused_by_name()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        Assert.Equal("not-joined", await anna.RefusedAsync("Leave", "{}"));
        Assert.Equal("not-joined", await anna.RefusedAsync("RestartIce", "{}"));
        Assert.Equal("not-joined", await anna.RefusedAsync("Answer", """{"sdp":"v=0"}"""));
        Assert.Equal("room-name-invalid", await anna.RefusedAsync("Join", """{"room":"hub","name":"b","videoSlots":4}"""));
        Assert.Equal("name-invalid", await anna.RefusedAsync("Join", """{"room":"a","name":" ","videoSlots":4}"""));
        await anna.JoinAsync("Chess");
        Assert.Equal("already-joined", await anna.RefusedAsync("Join", """{"room":"other","name":"b","videoSlots":4}"""));
        Assert.Equal("answer-invalid", await anna.RefusedAsync("Answer", """{"sdp":""}"""));
        Assert.Equal(1, server.Hall.RoomCount);
    }

    [Fact]
    public async Task Limits_answer_politely()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Limits:Rooms=1", "--Sfu:Limits:ParticipantsPerRoom=1");
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess");
        Assert.Equal("room-full", await boris.RefusedAsync("Join", """{"room":"chess","name":"b","videoSlots":4}"""));
        Assert.Equal("server-full", await boris.RefusedAsync("Join", """{"room":"go","name":"b","videoSlots":4}"""));
        await anna.CallAsync("Leave", new { });
        await boris.JoinAsync("go");
    }

    [Fact]
    public async Task A_full_server_refuses_joins_and_then_connections()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Limits:Participants=1", "--Sfu:Limits:HubConnections=2");
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("chess");
        Assert.Equal("server-full", await boris.RefusedAsync("Join", """{"room":"chess","name":"b","videoSlots":4}"""));
        await Assert.ThrowsAsync<WebSocketException>(() => HubSocket.ConnectAsync(server));
        await anna.CallAsync("Leave", new { });
        await boris.JoinAsync("chess");
    }

    [Fact]
    public async Task An_overloaded_worker_refuses_the_join_and_leaves_no_trace()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        server.Media.IsOverloaded = true;
        Assert.Equal("server-full", await anna.RefusedAsync("Join", """{"room":"go","name":"b","videoSlots":4}"""));
        Assert.Equal((0, 0), (server.Hall.RoomCount, server.Hall.ParticipantCount));
        server.Media.IsOverloaded = false;
        await anna.JoinAsync("go");
        server.Media.IsOverloaded = true;
        Assert.Equal("server-full", await anna.RefusedAsync("SetPublishing", """{"mic":true,"camera":false,"screen":false,"screenAudio":false}"""));
        server.Media.IsOverloaded = false;
    }

    [Fact]
    public async Task Too_many_calls_are_refused_and_a_flood_ends_the_connection_without_disturbing_others()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Limits:CallsPerSecond=1", "--Sfu:Limits:CallBurst=5");
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var witness = await HubSocket.ConnectAsync(server);
        await witness.JoinAsync("Chess");
        await anna.JoinAsync("Chess");
        await witness.NextEventAsync("participantJoined");
        for (var i = 0; i < 3; i++)
        {
            await anna.CallAsync("SetView", new { items = Array.Empty<object>() });
        }

        Assert.Equal("too-many-requests", await anna.RefusedAsync("SetView", """{"items":[]}"""));
        for (var i = 0; i < 300; i++)
        {
            try
            {
                await anna.SendAsync("""{"type":1,"target":"SetView","arguments":[{"items":[]}]}""");
            }
            catch (WebSocketException)
            {
                break;
            }
        }

        await anna.Closed;
        await witness.NextEventAsync("participantLeft");
        await witness.CallAsync("Leave", new { });
    }

    [Theory]
    [InlineData("no json at all")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":1,"target":"Join","arguments":{}}""")]
    [InlineData("""{"type":"x"}""")]
    [InlineData("""{"type":99}""")]
    [InlineData("""{"type":1,"target":"ToString","arguments":[]}""")]
    [InlineData("""{"type":1,"target":"Dispose","arguments":[]}""")]
    [InlineData("""{"type":4,"invocationId":"s","target":"Join","arguments":[{}]}""")]
    public async Task Nonsense_below_the_calls_hurts_only_its_sender(string message)
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var witness = await HubSocket.ConnectAsync(server);
        await witness.JoinAsync("Chess");
        await anna.SendAsync(message);
        await witness.CallAsync("SetView", new { items = Array.Empty<object>() });
        Assert.False(witness.HasEvent);
        Assert.Equal(1, server.Hall.ParticipantCount);
    }

    [Fact]
    public async Task A_message_above_64_KiB_ends_the_connection()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess");
        await anna.SendAsync($$"""{"type":1,"target":"Answer","arguments":[{"sdp":"{{new string('x', 66_000)}}"}]}""");
        await anna.Closed;
        await Eventually.Holds(() => server.Hall.ParticipantCount == 0);
    }

    [Fact]
    public async Task Only_the_json_protocol_is_spoken()
    {
        await using var server = await RunningServer.StartAsync();
        await using var hub = await HubSocket.ConnectAsync(server, protocol: "messagepack");
        await hub.Closed;
    }

    [Fact]
    public async Task Negotiation_offers_web_sockets_alone_and_no_stateful_reconnect()
    {
        await using var server = await RunningServer.StartAsync();
        var answer = await server.Http.PostAsync("/hub/negotiate?negotiateVersion=1&useStatefulReconnect=true", null);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"WebSockets\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ServerSentEvents", text, StringComparison.Ordinal);
        Assert.DoesNotContain("LongPolling", text, StringComparison.Ordinal);
        Assert.DoesNotContain("useStatefulReconnect\":true", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://127.0.0.1:1", 403)]
    [InlineData("file://127.0.0.1", 403)]
    [InlineData("https://portal.example", 200)]
    [InlineData("own", 200)]
    [InlineData(null, 200)]
    public async Task Pages_of_other_origins_cannot_open_the_hub(string? origin, int status)
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Hub:AllowedOrigins:0=https://portal.example");
        origin = origin == "own" ? server.Address.GetLeftPart(UriPartial.Authority) : origin;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hub/negotiate?negotiateVersion=1");
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        Assert.Equal((HttpStatusCode)status, (await server.Http.SendAsync(request)).StatusCode);
        if (status == 403)
        {
            await Assert.ThrowsAsync<WebSocketException>(() => HubSocket.ConnectAsync(server, origin));
        }
        else
        {
            await using var hub = await HubSocket.ConnectAsync(server, origin);
            await hub.JoinAsync("Chess");
        }
    }

    [Fact]
    public async Task A_cross_site_request_that_hides_its_origin_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hub/negotiate?negotiateVersion=1");
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await server.Http.SendAsync(request)).StatusCode);
    }
}
