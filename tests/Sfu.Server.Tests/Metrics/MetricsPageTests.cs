using System.Globalization;
using System.Text.RegularExpressions;
using Sfu.Client;
using Sfu.Server.Tests.Client;
using Sfu.Testing.Processes;

namespace Sfu.Server.Tests.Metrics;

/// <summary>The page as Prometheus would read it, during a meeting of two.</summary>
[Collection(MediaLoad.Name)]
public sealed partial class MetricsPageTests
{
    private static readonly string[] AllowedLabels = ["worker", "reason", "code", "le", "direction", "generation"];

    [Fact]
    public async Task Tells_what_a_meeting_does_and_nothing_about_who_meets()
    {
        await using var server = await ServerProcess.StartAsync();
        using var http = new HttpClient { BaseAddress = server.BaseAddress };
        var before = new MetricsPage(await http.GetStringAsync("metrics"));
        Assert.Equal(0, before["sfu_rooms"]);

        var options = new HeadlessOptions { CameraLayers = [new VideoLayer(320, 180, 15, 100_000)] };
        await using var ada = await HeadlessParticipant.JoinAsync(server.BaseAddress, "Marker-Room", "Marker-Ada", options);
        await using var bob = await HeadlessParticipant.JoinAsync(server.BaseAddress, "Marker-Room", "Marker-Bob", options);
        await ada.SetPublishingAsync(PublishedSources.MicAndCamera, CancellationToken.None);
        MetricsPage page = before;
        await Until.TrueAsync(
            async () => (page = new MetricsPage(await http.GetStringAsync("metrics")))["sfu_rtp_sent_total"] > 100,
            TimeSpan.FromSeconds(20), () => page.Text);

        Assert.Equal(1, page["sfu_rooms"]);
        Assert.Equal(2, page["sfu_participants"]);
        Assert.Equal(2, page["sfu_joins_total"]);
        foreach (var name in (string[])["sfu_datagrams_received_total", "sfu_datagrams_sent_total", "sfu_received_bytes_total", "sfu_sent_bytes_total"])
        {
            Assert.True(page[name] > 100, name);
        }

        foreach (var name in (string[])["sfu_loop_lag_seconds", "sfu_loop_turn_seconds", "sfu_receive_batch_datagrams", "sfu_send_batch_datagrams"])
        {
            Assert.True(page[name + "_count"] > 10 && page[name + "_sum"] > 0, name);
        }

        Assert.Contains("reason=\"UnknownAddress\"", page.Text, StringComparison.Ordinal);
        Assert.True(page["sfu_socket_buffer_bytes"] > 0);
        Assert.DoesNotContain("marker", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"\d+\.\d+\.\d+\.\d+", page.Text);
        Assert.All(page.Labels, label => Assert.Contains(label, AllowedLabels));
        Assert.All(before.Counters, counter => Assert.True(counter.Value <= page.Samples[counter.Key], counter.Key));
        await ada.DisposeAsync();
        await bob.DisposeAsync();
        await server.StopAsync();
    }

    /// <summary>The text, read strictly: a line that Prometheus would refuse fails the test.</summary>
    private sealed partial class MetricsPage
    {
        public MetricsPage(string text)
        {
            Text = text;
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
            var (family, type) = ("", "");
            foreach (var line in text.TrimEnd('\n').Split('\n'))
            {
                if (Declaration().Match(line) is { Success: true } declared)
                {
                    (family, type) = (declared.Groups["name"].Value, declared.Groups["type"].Value);
                    Assert.True(_families.Add(family), "twice: " + family);
                }
                else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
                {
                    Read(line, family, type);
                }
            }

            Assert.All(_lastBucket, bucket => Assert.Equal(bucket.Value, Samples[bucket.Key.Replace("_bucket{", "_count{", StringComparison.Ordinal)]));
        }

        private readonly HashSet<string> _families = [];
        private readonly Dictionary<string, double> _lastBucket = [];

        public string Text { get; }

        /// <summary>By name and labels.</summary>
        public Dictionary<string, double> Samples { get; } = [];

        public Dictionary<string, double> Counters { get; } = [];

        public HashSet<string> Labels { get; } = [];

        /// <summary>The sum over all labels.</summary>
        public double this[string name] => Samples.Where(sample => sample.Key == name || sample.Key.StartsWith(name + "{", StringComparison.Ordinal)).Sum(sample => sample.Value);

        private void Read(string line, string family, string type)
        {
            var sample = Sample().Match(line);
            Assert.True(sample.Success, line);
            var name = sample.Groups["name"].Value;
            Assert.Equal(family, type == "histogram" ? HistogramPart().Replace(name, "") : name);
            foreach (Capture label in sample.Groups["label"].Captures)
            {
                Labels.Add(label.Value);
            }

            var value = double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture);
            var key = name + sample.Groups["labels"].Value;
            Assert.True(Samples.TryAdd(key, value), "twice: " + key);
            if (type is "counter" or "histogram")
            {
                Counters.Add(key, value);
            }

            if (name.EndsWith("_bucket", StringComparison.Ordinal))
            {
                var series = Bound().Replace(key, "");
                Assert.True(value >= _lastBucket.GetValueOrDefault(series), line);
                _lastBucket[series] = value;
            }
        }

        [GeneratedRegex("^# TYPE (?<name>[a-z_]+) (?<type>counter|gauge|histogram)$")]
        private static partial Regex Declaration();

        [GeneratedRegex("""^(?<name>[a-z_]+)(?<labels>\{(?<label>[a-z]+)="[A-Za-z0-9.+-]+"(,(?<label>[a-z]+)="[A-Za-z0-9.+-]+")*\})? (?<value>[0-9.E+-]+)$""")]
        private static partial Regex Sample();

        [GeneratedRegex("_(bucket|sum|count)$")]
        private static partial Regex HistogramPart();

        [GeneratedRegex(",le=\"[^\"]+\"")]
        private static partial Regex Bound();
    }
}
