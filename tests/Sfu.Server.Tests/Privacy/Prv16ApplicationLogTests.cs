using System.Diagnostics.Metrics;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-16 and PRV-12: no address, name, room or text of anybody in a log, a metric or a file, even where every log level is opened.</summary>
[Trait("PRV", "16")]
public sealed class Prv16ApplicationLogTests
{
    private const string Address = "127.77.66.55";
    private static readonly string[] Markers = ["MarkerName", "marker-room", "MarkerText", "marker-query", Address];

    [Fact]
    public async Task Markers_of_a_meeting_are_in_no_log_no_metric_and_no_file()
    {
        using var folder = new TemporaryFolder();
        var tags = new List<string>();
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        void Keep(ReadOnlySpan<KeyValuePair<string, object?>> measured)
        {
            foreach (var tag in measured)
            {
                lock (tags)
                {
                    tags.Add($"{tag.Key}={tag.Value}");
                }
            }
        }

        meters.SetMeasurementEventCallback<int>((instrument, _, measured, _) => { if (instrument.Meter.Name == "Sfu") { Keep(measured); } });
        meters.SetMeasurementEventCallback<long>((instrument, _, measured, _) => { if (instrument.Meter.Name == "Sfu") { Keep(measured); } });
        meters.Start();

        await using (var server = await RunningServer.StartAsync(
            $"--Sfu:DataDirectory={folder.Path}/data", $"--Sfu:Logs:Web:Directory={folder.Path}/logs",
            "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.SignalR=Trace", "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Information",
            "--Logging:LogLevel:*=Trace", "--Logging:Console:LogLevel:Default=Trace"))
        {
            await using var ada = await HubSocket.ConnectAsync(server.Address, from: Address);
            await using var bela = await HubSocket.ConnectAsync(server);
            await ada.JoinAsync("marker-room", "MarkerName");
            await bela.JoinAsync("marker-room", "MarkerName");
            await ada.RefusedAsync("Answer", """{"sdp":"MarkerText"}""");
            await ada.CallRawAsync("MarkerText", """{"MarkerText":"MarkerText"}""");
            await ada.RefusedAsync("Join", """{"room":"MarkerText","name":1}""");
            await ada.SendAsync("MarkerText");
            using var http = Visitors.From(Address, server.Address);
            using var page = await http.GetAsync("/marker-room?marker-query=MarkerText");
            using var file = await http.GetAsync("/app/MarkerText.js?marker-query");
            using var post = await http.PostAsync("/consent", new StringContent("MarkerText"));

            // Our own failure, with a message that quotes what was said.
            server.Media.Failure = new InvalidOperationException("MarkerText of MarkerName in marker-room at " + Address);
            await bela.CallRawAsync("SetPublishing", """{"mic":true,"camera":true,"screen":false,"screenAudio":false}""");
            await server.StopAsync();

            var failure = Assert.Single(server.Log.Lines, LogCapture.IsTrouble);
            Assert.Contains("InvalidOperationException", failure, StringComparison.Ordinal);
            Assert.All(server.Log.Lines, line => Assert.All(Markers, marker => Assert.DoesNotContain(marker, line, StringComparison.OrdinalIgnoreCase)));
        }

        Assert.NotEmpty(tags);
        Assert.All(tags, tag => Assert.All(Markers, marker => Assert.DoesNotContain(marker, tag, StringComparison.OrdinalIgnoreCase)));

        // The one key file, random and made before anybody came, and nothing else.
        var kept = Assert.Single(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
        Assert.Equal(("sfu.key", 32L), (Path.GetFileName(kept), new FileInfo(kept).Length));
    }
}
