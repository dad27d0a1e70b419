using Sfu.Media.Tests.Virtual;

namespace Sfu.Media.Tests;

public sealed class LoudestSpeakerTests : IDisposable
{
    private const byte Silent = 127;
    private const byte Normal = 35;
    private const byte Quiet = 45;
    private const byte Shouting = 20;

    private readonly Conference _conference = new();
    private readonly Client _listener;
    private readonly Client[] _speakers;
    private readonly TestStream[] _mics;
    private readonly byte[] _levels;
    private int _steps;

    public LoudestSpeakerTests()
    {
        _listener = _conference.Join(audioSlots: 2);
        _speakers = [.. Enumerable.Range(0, 4).Select(_ => _conference.Join(audioSlots: 2))];
        _mics = [.. _speakers.Select(speaker => speaker.Publish(SourceKind.Mic))];
        _levels = [Silent, Silent, Silent, Silent];
    }

    public void Dispose() => _conference.Dispose();

    [Fact]
    public void Whoever_comes_first_has_a_slot_and_keeps_it_while_nobody_speaks()
    {
        Unmute(0, 1, 2, 3);
        Run(5000);
        Assert.Equal([0, 1], Heard());
        Assert.Equal(1, _listener.SlotsChangedCount);
        Assert.Empty(_conference.Speakers);
    }

    [Fact]
    public void A_speaker_takes_the_slot_of_somebody_silent_within_a_syllable()
    {
        Unmute(0, 1, 2, 3);
        _levels[0] = Normal;
        Run(2000);
        _levels[3] = Normal;
        Run(400);
        Assert.Equal([0, 3], Heard());
        Run(300);
        Assert.Equal([_speakers[0].Number, _speakers[3].Number], _conference.Speakers[^1].Order());
    }

    [Fact]
    public void Two_who_talk_keep_their_slots_against_a_third_as_loud()
    {
        Unmute(0, 1, 2, 3);
        _levels[0] = _levels[1] = Normal;
        Run(2000);
        _levels[2] = Normal - 5;
        Run(5000);
        Assert.Equal([0, 1], Heard());
    }

    [Fact]
    public void Somebody_clearly_louder_takes_over_after_a_while()
    {
        Unmute(0, 1, 2, 3);
        (_levels[0], _levels[1]) = (Normal, Quiet);
        Run(2000);
        _levels[2] = Shouting;
        Run(100);
        Assert.Equal([0, 1], Heard());
        Run(900);
        Assert.Equal([0, 2], Heard());
    }

    [Fact]
    public void A_pause_between_words_costs_nobody_the_slot()
    {
        Unmute(0, 1, 2);
        var step = 0;
        _levels[0] = _levels[1] = Normal;
        Run(1000);
        for (; step < 20; step++)
        {
            _levels[0] = step % 2 == 0 ? Silent : Normal;
            _levels[2] = step % 2 == 0 ? Quiet : Silent;
            Run(300);
        }

        Assert.Equal([0, 1], Heard());
    }

    [Fact]
    public void Speakers_hear_the_others_and_not_themselves()
    {
        Unmute(0, 1, 2);
        _levels[0] = _levels[1] = _levels[2] = Normal;
        Run(2000);
        Assert.Equal([1, 2], Heard(_speakers[0]));
        Assert.Equal([0, 2], Heard(_speakers[1]));
        Assert.Equal([0, 1], Heard(_speakers[2]));
        Assert.All(_speakers, speaker => Assert.DoesNotContain(speaker.Rtp, packet => packet.Participant == speaker.Number));
    }

    [Fact]
    public void A_slot_that_changes_its_speaker_sounds_like_one_stream()
    {
        Unmute(0, 1, 2, 3);
        for (var turn = 0; turn < 100; turn++)
        {
            Array.Fill(_levels, Silent);
            _levels[turn % 4] = Normal;
            Run(900);
        }

        Assert.True(_listener.SlotsChangedCount > 40);
        foreach (var slot in _listener.Plan.Audio)
        {
            var packets = _listener.On(slot.Mid).ToList();
            ForwardingTests.AssertConsecutive(packets);

            // Time passes on the wire as it does in the room, and a new voice is marked as the start of a talk spurt.
            var wire = (packets[^1].Timestamp - packets[0].Timestamp) / 48.0;
            Assert.InRange(wire - ((packets[^1].AtUs - packets[0].AtUs) / 1000.0), -100, 2500);
            foreach (var (before, packet) in packets.Zip(packets.Skip(1)))
                Assert.Equal(before.Csrc != packet.Csrc, packet.Marker);
        }
    }

    [Fact]
    public void A_client_without_levels_is_heard()
    {
        Unmute(0, 1, 2);
        _levels[0] = _levels[1] = Silent;
        _conference.Advance(1000, () =>
        {
            if (_steps++ % 4 != 0)
                return;
            _mics[0].SendAudio(Silent);
            _mics[1].SendAudio(Silent);
            _mics[2].Timestamp += 960;
            _mics[2].Send(new byte[20], marker: false, level: null);
        });
        Assert.Contains(2, Heard());
    }

    private void Unmute(params int[] speakers)
    {
        foreach (var speaker in speakers)
            _speakers[speaker].Media.SetPublishing(Sources.Mic);
    }

    /// <summary>Each microphone sends a packet per 20 ms.</summary>
    private void Run(int milliseconds) => _conference.Advance(milliseconds, () =>
    {
        if (_steps++ % 4 != 0)
            return;
        for (var i = 0; i < _mics.Length; i++)
            _mics[i].SendAudio(_levels[i]);
    });

    private int[] Heard(Client? listener = null) =>
        [.. (listener ?? _listener).Slots.Where(slot => slot.Kind == SourceKind.Mic && slot.Participant != 0)
            .Select(slot => Array.FindIndex(_speakers, speaker => speaker.Number == slot.Participant)).Order()];
}
