using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Srtp;

public sealed class ReplayWindowTests
{
    [Fact]
    public void The_window_is_long_enough_for_late_video_retransmissions() => Assert.True(ReplayWindow.Length >= 1024);

    [Fact]
    public void It_agrees_with_a_set_of_everything_seen_over_random_walks()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var window = new ReplayWindow();
            var seen = new HashSet<ulong>();
            ulong highest = 0;
            var centre = (ulong)random.Next(0, 100_000);
            for (var step = 0; step < 20_000; step++)
            {
                centre += (ulong)random.Next(0, random.Next(100) == 0 ? 5000 : 3);
                var index = centre - Math.Min(centre, (ulong)random.Next(0, 3000));
                var expected = seen.Count == 0 || index > highest || (highest - index < ReplayWindow.Length && !seen.Contains(index));
                Assert.Equal(expected, window.IsNew(index));
                if (!expected)
                    continue;

                window.Add(index);
                seen.Add(index);
                highest = Math.Max(highest, index);
                Assert.Equal(highest, window.Highest);
            }
        }
    }

    [Theory]
    [InlineData(0UL, 0, 0UL)]
    [InlineData(0UL, 65535, 65535UL)] // never below rollover 0
    [InlineData(65535UL, 0, 65536UL)]
    [InlineData(65536UL, 65535, 65535UL)]
    [InlineData(0x1_0000_0005UL, 0xFFFF, 0x0_FFFF_FFFFUL)]
    [InlineData(0x1_8000UL, 0x8001, 0x1_8001UL)]
    [InlineData(0x1_8000UL, 0x0001, 0x1_0001UL)]
    [InlineData(0x1_8002UL, 0x0001, 0x2_0001UL)]
    public void The_rollover_counter_is_guessed_as_rfc_3711_3_3_1_says(ulong highest, int sequenceNumber, ulong expected) =>
        Assert.Equal(expected, RolloverCounter.Guess(highest, (ushort)sequenceNumber));
}
