using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sfu.Client.Hub;

namespace Sfu.Server.Tests.Client;

/// <summary>The client's half of the SignalR protocol against SignalR itself.</summary>
public sealed class HubConnectionTests : IAsyncLifetime, IDisposable
{
    private readonly Channel<(string Name, JsonElement Argument)> _events = Channel.CreateUnbounded<(string, JsonElement)>();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(20));
    private WebApplication? _server;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSignalR(options => options.MaximumReceiveMessageSize = 1 << 18);
        _server = builder.Build();
        _server.MapHub<EchoHub>("/hub");
        await _server.StartAsync();
    }

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task A_call_returns_its_value()
    {
        await using var hub = await ConnectAsync();
        Assert.Equal(new Echo("hello"), await hub.InvokeAsync<Echo>("Say", new Echo("hello"), _limit.Token));
    }

    [Fact]
    public async Task Many_calls_at_once_each_get_their_own_answer()
    {
        await using var hub = await ConnectAsync();
        var calls = Enumerable.Range(0, 200).Select(i => hub.InvokeAsync<Echo>("Say", new Echo($"{i}"), _limit.Token)).ToArray();
        var answers = await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => new Echo($"{i}")), answers);
    }

    [Fact]
    public async Task A_problem_becomes_an_exception_with_its_code()
    {
        await using var hub = await ConnectAsync();
        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => hub.InvokeAsync<Echo>("Refuse", new Echo(""), _limit.Token));
        Assert.Equal("room-full", refused.Code);
        Assert.Contains("There is no chair left.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_that_throws_fails_that_call_only()
    {
        await using var hub = await ConnectAsync();
        await Assert.ThrowsAsync<InvalidDataException>(() => hub.InvokeAsync<Echo>("Throw", new Echo(""), _limit.Token));
        Assert.Equal("still here", (await hub.InvokeAsync<Echo>("Say", new Echo("still here"), _limit.Token)).Text);
    }

    [Fact]
    public async Task Messages_larger_than_any_buffer_pass_both_ways()
    {
        await using var hub = await ConnectAsync();
        var text = new string('x', 200_000);
        Assert.Equal(text, (await hub.InvokeAsync<Echo>("Say", new Echo(text), _limit.Token)).Text);
    }

    [Fact]
    public async Task Events_come_in_the_order_they_were_sent()
    {
        await using var hub = await ConnectAsync();
        await hub.InvokeAsync<Echo>("CountTo", new Count(500), _limit.Token);
        for (var i = 0; i < 500; i++)
        {
            var (name, argument) = await _events.Reader.ReadAsync(_limit.Token);
            Assert.Equal("counted", name);
            Assert.Equal(i, argument.GetProperty("number").GetInt32());
        }
    }

    [Fact]
    public async Task When_the_server_hangs_up_open_calls_fail_and_the_end_is_told()
    {
        await using var hub = await ConnectAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => hub.InvokeAsync<Echo>("HangUp", new Echo(""), _limit.Token));
        await hub.Ended.WaitAsync(_limit.Token);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_exception()
    {
        var address = new Uri(_server!.Urls.First());
        await _server.StopAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => HubConnection.ConnectAsync(address, (_, _) => { }, _limit.Token));
    }

    private Task<HubConnection> ConnectAsync() => HubConnection.ConnectAsync(
        new Uri(_server!.Urls.First()), (name, argument) => _events.Writer.TryWrite((name, argument)), _limit.Token);

    internal sealed record Echo(string Text);

    internal sealed record Count(int To);

    internal sealed class EchoHub : Microsoft.AspNetCore.SignalR.Hub
    {
        public object Say(Echo echo) => new { value = echo };

        public object Refuse(Echo _) => new { problem = new { code = "room-full", detail = "There is no chair left." } };

        public object Throw(Echo _) => throw new InvalidOperationException("A bug.");

        public async Task<object> CountTo(Count count)
        {
            for (var number = 0; number < count.To; number++)
                await Clients.Caller.SendAsync("counted", new { number });
            return new { value = new Echo("done") };
        }

        public object HangUp(Echo echo)
        {
            Context.Abort();
            return new { value = echo };
        }
    }
}
