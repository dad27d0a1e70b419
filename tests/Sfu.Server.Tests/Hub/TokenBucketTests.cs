using Sfu.Server.Limiting;

namespace Sfu.Server.Tests.Hub;

public sealed class TokenBucketTests
{
    private readonly HandClock _clock = new();

    [Fact]
    public void A_quiet_caller_may_call_a_burst_at_once_and_then_at_the_rate()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 3, _clock);
        Assert.Equal(3, TakeAll(bucket));
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, TakeAll(bucket));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, TakeAll(bucket));
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(2, TakeAll(bucket));
    }

    [Fact]
    public void A_long_silence_saves_up_one_burst_and_no_more()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 3, _clock);
        _clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(3, TakeAll(bucket));
    }

    private static int TakeAll(TokenBucket bucket)
    {
        var taken = 0;
        while (bucket.TryTake())
        {
            taken++;
        }

        return taken;
    }

    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
