using Sfu.Media.Tests.Virtual;
using Sfu.WebRtc;

namespace Sfu.Media.Tests;

/// <summary>Two or three people speak, each with a packet every 20 ms at a time of their own; somebody listens.</summary>
public sealed class VoiceHoldTests : IDisposable
{
    private const long HoldUs = 5 * MonotonicTime.Millisecond;
    private const long PacketUs = 20 * MonotonicTime.Millisecond;

    private readonly Conference _conference = new();
    private readonly Client _listener;
    private readonly List<TestStream> _voices = [];

    public VoiceHoldTests() => _listener = _conference.Join();

    public void Dispose() => _conference.Dispose();

    [Fact]
    public void A_voice_waits_for_the_next_and_both_leave_together_the_longer_first()
    {
        Speak(0, 3000);

        Send(0, length: 60);
        Assert.False(_conference.TryDeliver(HoldUs));
        Assert.Empty(_listener.Rtp);
        _conference.Pass(3000);
        Send(1, length: 90);

        Assert.True(_conference.TryDeliver(HoldUs));
        Assert.Equal([90, 60], Lengths());
    }

    [Fact]
    public void It_waits_for_nobody_who_is_due_later_than_it_may_wait()
    {
        Speak(0, 5001);

        Send(0, length: 60);

        Assert.True(_conference.TryDeliver(HoldUs));
        Assert.Equal([60], Lengths());
    }

    [Fact]
    public void It_waits_for_all_who_are_due_in_time_and_for_no_more()
    {
        Speak(0, 2000, 4500);

        Send(0, length: 60);
        Assert.False(_conference.TryDeliver(HoldUs));
        _conference.Pass(2000);
        Send(1, length: 50);
        Assert.False(_conference.TryDeliver(HoldUs));
        _conference.Pass(2500);
        Send(2, length: 70);

        Assert.True(_conference.TryDeliver(HoldUs));
        Assert.Equal([70, 60, 50], Lengths());
    }

    [Fact]
    public void It_leaves_alone_when_the_other_does_not_come()
    {
        Speak(0, 3000);

        Send(0, length: 60);
        Assert.False(_conference.TryDeliver(HoldUs));
        Assert.True(_conference.Room.NextDeadlineUs <= _conference.NowUs + 3300);
        _conference.Pass(3299);
        Assert.False(_conference.TryDeliver(HoldUs));
        _conference.Pass(1);

        Assert.True(_conference.TryDeliver(HoldUs));
        Assert.Equal([60], Lengths());
    }

    [Fact]
    public void It_never_waits_longer_than_it_may_whoever_else_comes()
    {
        Speak(0, 4900);

        Send(0, length: 60);
        Assert.False(_conference.TryDeliver(HoldUs));
        _conference.Pass(HoldUs);

        Assert.True(_conference.TryDeliver(HoldUs));
        Assert.Equal([60], Lengths());
    }

    [Fact]
    public void A_single_voice_never_waits()
    {
        Speak(0);

        Send(0, length: 60);

        Assert.True(_conference.TryDeliver(HoldUs));
        Assert.Equal([60], Lengths());
    }

    [Fact]
    public void Nobody_waits_where_there_is_time_enough_for_everything()
    {
        Speak(0, 3000);

        Send(0, length: 60);

        Assert.True(_conference.TryDeliver(longestHoldUs: 0));
        Assert.Equal([60], Lengths());
    }

    [Fact]
    public void A_picture_takes_the_waiting_voice_along_and_goes_first()
    {
        var presenter = _conference.Join();
        presenter.Media.SetPublishing(Sources.Screen);
        var screen = presenter.Publish(SourceKind.Screen);
        _listener.View(new ViewItem(presenter.Number, SourceKind.Screen, 1280, 720));
        screen.SendFrame(keyframe: true);
        _conference.Advance(20);
        Speak(0, 3000);

        Send(0, length: 200);
        Assert.False(_conference.TryDeliver(HoldUs));
        screen.SendFrame(packets: 2);

        Assert.True(_conference.TryDeliver(HoldUs));
        Assert.Equal([60, 60, 200], Lengths());
    }

    [Fact]
    public void Packets_of_one_voice_stay_in_their_order_whatever_their_length()
    {
        Speak(0, 3000);

        Send(0, length: 50);
        Send(1, length: 60);
        Send(0, length: 70);
        Send(1, length: 40);
        _conference.Deliver();

        foreach (var packets in _listener.Rtp.GroupBy(packet => packet.Ssrc))
            Assert.Equal(packets.Select(packet => packet.Sequence).Order(), packets.Select(packet => packet.Sequence));
        Assert.Equal(4, _listener.Rtp.Count);
    }

    /// <summary>One voice for each phase (in microseconds); it ends 20 ms after the first voice's last packet, when that one's next is due.</summary>
    private void Speak(params long[] phasesUs)
    {
        foreach (var _ in phasesUs)
        {
            var speaker = _conference.Join();
            speaker.Media.SetPublishing(Sources.Mic);
            _voices.Add(speaker.Publish(SourceKind.Mic));
        }

        for (var round = 0; round < 20; round++)
        {
            var beganUs = _conference.NowUs;
            for (var i = 0; i < phasesUs.Length; i++)
            {
                _conference.Pass(beganUs + phasesUs[i] - _conference.NowUs);
                _voices[i].SendAudio();
                _conference.Deliver();
            }

            _conference.Pass(beganUs + PacketUs - _conference.NowUs);
        }

        _listener.Rtp.Clear();
    }

    private void Send(int voice, int length) => _voices[voice].Send(new byte[length], marker: false, level: 30);

    private IEnumerable<int> Lengths() => _listener.Rtp.Select(packet => packet.Payload.Length);
}
