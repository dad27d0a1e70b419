using System.Net;
using System.Text.RegularExpressions;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-28: monitoring counts; it names nobody and is shown to nobody but the operator.</summary>
[Trait("PRV", "28")]
public sealed partial class Prv28MonitoringTests
{
    /// <summary>A new label is a new question: could its values name a person or a room?</summary>
    private static readonly string[] KnownLabels = ["worker", "reason", "code", "le", "direction", "generation"];

    [Fact]
    public async Task Markers_of_a_meeting_are_not_in_the_metrics_and_labels_are_of_a_closed_list()
    {
        await using var server = await RunningServer.StartAsync();
        await using var ada = await HubSocket.ConnectAsync(server.Address, from: "127.77.66.55");
        await ada.EnterAsync("MarkerAda", room: "MarkerRoom");
        await ada.DoAsync(1, "send-chat", text: "MarkerText");
        await ada.RefusedAsync("Join", """{"room":"MarkerRoom","name":"MarkerAda","videoSlots":1}""");
        var page = await server.Http.GetStringAsync("/metrics");
        Assert.Contains("sfu_participants 1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("127.77", page, StringComparison.Ordinal);
        Assert.Empty(Label().Matches(page).Select(label => label.Groups["name"].Value).Distinct().Except(KnownLabels));
        Assert.NotEmpty(Label().Matches(page));
    }

    [Theory]
    [InlineData("meet.example", null)]
    [InlineData(null, "192.0.2.1")]
    public async Task Who_comes_from_outside_finds_no_such_page(string? host, string? forwardedFor)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Host = host;
        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }

        using var answer = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [GeneratedRegex("[{,](?<name>[a-z_]+)=\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Label();
}
