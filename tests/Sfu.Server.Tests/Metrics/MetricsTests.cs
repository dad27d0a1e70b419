using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Sfu.Server.Metrics;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Metrics;

public sealed class MetricsTests
{
    [Fact]
    public async Task Counts_follow_a_meeting_and_no_tag_holds_what_somebody_typed()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Limits:ParticipantsPerRoom=1");
        var factory = server.Services.GetRequiredService<IMeterFactory>();
        var sums = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == SfuMetrics.MeterName && instrument.Meter.Scope == factory)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Count(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Count(instrument, value, tags));
        listener.Start();

        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Marker-Room", "Marker-Anna");
        await boris.RefusedAsync("Join", """{"room":"marker-room","name":"Marker-Boris","videoSlots":1}""");
        Assert.Equal(1, sums["sfu.rooms"]);
        Assert.Equal(1, sums["sfu.participants"]);
        Assert.Equal(1, sums["sfu.hub.refusals code=RoomFull"]);
        await anna.CallAsync("Leave", new { });
        Assert.Equal(0, sums["sfu.rooms"]);
        Assert.Equal(0, sums["sfu.participants"]);
        Assert.Equal(1, sums["sfu.joins"]);
        Assert.Equal(1, sums["sfu.leaves reason=Asked"]);
        anna.Abort();
        boris.Abort();
        await Eventually.Holds(() => sums["sfu.hub.connections"] == 0);
        Assert.DoesNotContain(sums.Keys, key => key.Contains("marker", StringComparison.OrdinalIgnoreCase));

        void Count(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var key = instrument.Name;
            foreach (var tag in tags)
            {
                key += $" {tag.Key}={tag.Value}";
            }

            sums.AddOrUpdate(key, value, (_, sum) => sum + value);
        }
    }
}
