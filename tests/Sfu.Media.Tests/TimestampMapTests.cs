using Sfu.Media.Layers;
using Sfu.Wire.Rtcp;

namespace Sfu.Media.Tests;

/// <summary>Mistake 7: timestamps at a switch taken without sender reports, or from the wall clock: freeze, or time runs back.</summary>
public class TimestampMapTests
{
    private const int ClockRate = 90_000;
    private const uint Step = 3000;

    [Fact]
    public void Passes_the_first_source_through()
    {
        var map = new TimestampMap(ClockRate);
        map.SwitchSource(5, Step, 0);
        Assert.Equal(5u, map.Map(5, 0));
        Assert.Equal(3005u, map.Map(3005, 33_000));
    }

    [Fact]
    public void Moves_on_by_the_time_passed_between_two_sources_but_by_a_frame_at_least()
    {
        var map = new TimestampMap(ClockRate);
        map.Map(1000, 0);
        map.SwitchSource(77_000, Step, 2_000_000);
        Assert.Equal(181_000u, map.Map(77_000, 2_000_000));
        map.SwitchSource(5, Step, 2_000_000);
        Assert.Equal(184_000u, map.Map(5, 2_000_000));
    }

    [Fact]
    public void Does_not_believe_a_report_that_contradicts_our_clock()
    {
        var map = new TimestampMap(ClockRate);
        map.Map(1000, 0);
        var from = Report(0, 1000, 0);
        var to = Report(3_600_000_000, 50_000, 0);
        map.SwitchLayer(from, to, 50_000, 40_000);
        Assert.Equal(1000u + 3600u, map.Map(50_000, 40_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Stays_true_to_the_capture_time_over_a_thousand_layer_switches(int seed)
    {
        var random = new Random(seed);
        var map = new TimestampMap(ClockRate);
        var offsets = Enumerable.Range(0, 3).Select(_ => (uint)random.NextInt64(1L << 32)).ToArray();
        var clocks = new SenderReportClock[3];
        var layer = 0;
        long nowUs = 0;
        uint? last = null;
        uint firstOutput = 0;
        var worstUs = 0.0;

        for (var picture = 0; picture < 20_000; picture++)
        {
            nowUs += 33_333;
            if (picture % 30 == 0)
            {
                // Reports of all layers, each up to 5 ms wrong about its pair of times.
                for (var i = 0; i < 3; i++)
                {
                    var wrongUs = random.Next(-5000, 5000);
                    clocks[i] = Report(nowUs + wrongUs, Ticks(nowUs) + offsets[i], clocks[i].Version);
                }
            }

            var arrivalUs = nowUs + random.Next(0, 60_000);
            if (picture % 20 == 19)
            {
                var next = (layer + 1 + random.Next(2)) % 3;
                map.SwitchLayer(clocks[layer], clocks[next], Ticks(nowUs) + offsets[next], arrivalUs);
                layer = next;
            }

            var output = map.Map(Ticks(nowUs) + offsets[layer], arrivalUs);
            if (last is { } before)
                Assert.True((int)(output - before) > 0, "time ran back");
            else
                firstOutput = output;
            last = output;
            var errorUs = ((int)(output - firstOutput) - (int)(Ticks(nowUs) - Ticks(33_333))) / 90.0 * 1000;
            worstUs = Math.Max(worstUs, Math.Abs(errorUs));
        }

        Assert.InRange(worstUs, 0, 40_000);
    }

    private static uint Ticks(long us) => (uint)(us * ClockRate / 1_000_000);

    private static SenderReportClock Report(long us, uint rtp, uint version) =>
        new() { Ntp = NtpTime.FromMicroseconds(us + 1_000_000_000), RtpTimestamp = rtp, Version = version + 1 };
}
