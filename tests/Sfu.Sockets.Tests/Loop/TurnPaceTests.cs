using Sfu.Sockets.Loop;
using Sfu.WebRtc;

namespace Sfu.Sockets.Tests.Loop;

public sealed class TurnPaceTests
{
    private const long StartUs = 100 * MonotonicTime.Second;

    [Theory]
    [InlineData(500, false)]
    [InlineData(900, false)]
    [InlineData(1100, true)]
    [InlineData(20_000, true)]
    public void A_loop_pauses_between_its_turns_when_it_has_very_many(int turnsPerSecond, bool expected)
    {
        var pace = new TurnPace();

        Turns(ref pace, turnsPerSecond, StartUs);

        Assert.Equal(expected, pace.IsPaced);
    }

    [Fact]
    public void A_pause_ends_two_milliseconds_after_the_turn_began()
    {
        var pace = new TurnPace();
        var nowUs = Turns(ref pace, 2000, StartUs);
        pace.BeginTurn(nowUs);

        Assert.Equal(1700, pace.PauseUs(MonotonicTime.Never, nowUs + 300));
        Assert.Equal(0, pace.PauseUs(MonotonicTime.Never, nowUs + 2000));
        Assert.Equal(0, pace.PauseUs(MonotonicTime.Never, nowUs + 5000));
    }

    [Fact]
    public void A_pause_ends_when_something_is_due()
    {
        var pace = new TurnPace();
        var nowUs = Turns(ref pace, 2000, StartUs);
        pace.BeginTurn(nowUs);

        Assert.Equal(400, pace.PauseUs(dueUs: nowUs + 700, nowUs + 300));
        Assert.Equal(0, pace.PauseUs(dueUs: nowUs + 100, nowUs + 300));
    }

    [Fact]
    public void Stays_paced_while_something_is_there_after_the_pauses()
    {
        var pace = new TurnPace();
        var nowUs = Turns(ref pace, 2000, StartUs);

        Turns(ref pace, 480, nowUs, emptyPauses: 100);

        Assert.True(pace.IsPaced);
    }

    [Fact]
    public void Stops_pausing_when_pauses_join_little()
    {
        var pace = new TurnPace();
        var nowUs = Turns(ref pace, 2000, StartUs);

        nowUs = Turns(ref pace, 480, nowUs, emptyPauses: 150);

        Assert.False(pace.IsPaced);
        Assert.Equal(0, pace.PauseUs(MonotonicTime.Never, nowUs));
    }

    /// <summary>The turns of two periods, so that the last whole one had just these; returns when the last began.</summary>
    private static long Turns(ref TurnPace pace, int perSecond, long startUs, int emptyPauses = 0)
    {
        pace.BeginTurn(startUs);
        var nowUs = startUs;
        for (var i = 1; i <= perSecond; i++)
        {
            if (i <= emptyPauses)
                pace.FoundNothing();
            nowUs = startUs + (i * MonotonicTime.Second / perSecond);
            pace.BeginTurn(nowUs);
        }

        return nowUs;
    }
}
