using System.Runtime.InteropServices;
using Sfu.Media.Egress;
using Sfu.Media.Ingress;
using Sfu.Media.Speakers;
using Sfu.WebRtc;

namespace Sfu.Media.Rooms;

/// <summary>
/// Forwards the media of one room. Packets are taken in by participant (<see cref="MediaParticipant.ReceiveRtp"/>) and
/// written out subscriber by subscriber (<see cref="Forward"/>), so that one subscriber's keys and datagrams stay together.
/// Knows no sockets, threads or clocks. Owned by one worker loop; dies with its last participant.
/// </summary>
public sealed class MediaRoom : IDisposable
{
    /// <summary>NACKs want 20 ms; everything else is a multiple of it.</summary>
    private const long TickUs = 20 * MonotonicTime.Millisecond;

    /// <summary>A room in which nobody has sent for a while needs no fine timers.</summary>
    private const long IdleTickUs = 250 * MonotonicTime.Millisecond;
    private const long IdleAfterUs = 2 * MonotonicTime.Second;

    /// <summary>How soon a louder voice, or a layer that stopped, is noticed.</summary>
    private const long AudioSelectUs = 40 * MonotonicTime.Millisecond;
    private const long SelectUs = 250 * MonotonicTime.Millisecond;

    /// <summary>jitsi-utils decides every 300 ms.</summary>
    private const long SpeakersUs = 300 * MonotonicTime.Millisecond;

    /// <summary>Timers that are due this soon run with what is forwarded now: a wake-up of their own costs as much as sending several packets.</summary>
    private const long EarlyTickUs = 4 * MonotonicTime.Millisecond;

    private readonly IMediaEvents _events;
    private readonly TickPlan _plan = new();
    private readonly StreamIndexes _indexes = new();
    private readonly Wishes _wishes = new();
    private readonly ReadAhead _readAhead = new();
    private readonly List<MediaParticipant> _participants = [];
    private readonly Dictionary<uint, Publisher> _publishers = [];
    private readonly List<PublisherStream> _audioStreams = [];
    private readonly List<MediaParticipant> _senders = [];
    private readonly SpeakerList _speakers = new();
    private readonly MediaCounters _departed = new();
    private int _fewestAudioSlots;
    private long _nextTickUs;
    private long _heldUntilUs = MonotonicTime.Never;
    private long _nextSelectUs;
    private long _nextAudioSelectUs;
    private long _nextSpeakersUs;

    public MediaRoom(IMediaEvents events) => _events = events;

    public int Count => _participants.Count;

    /// <summary>When to call <see cref="HandleTimers"/>; may lie in the past.</summary>
    public long NextDeadlineUs => _participants.Count == 0 ? MonotonicTime.Never : Math.Min(_nextTickUs, _heldUntilUs);

    /// <param name="participantNumber">Not 0, below 2^30, never used before in this room.</param>
    /// <param name="slots">As written in the participant's offer.</param>
    public MediaParticipant Add(uint participantNumber, SlotPlan slots)
    {
        ArgumentOutOfRangeException.ThrowIfZero(participantNumber);
        ArgumentNullException.ThrowIfNull(slots);
        var participant = new MediaParticipant(this, participantNumber, slots, _plan, _indexes, _wishes);
        _publishers.Add(participantNumber, participant.Publisher);
        _participants.Add(participant);
        ChangeSources();
        return participant;
    }

    public void Remove(MediaParticipant participant)
    {
        ArgumentNullException.ThrowIfNull(participant);
        if (!_participants.Remove(participant))
            return;
        _publishers.Remove(participant.Number);
        _senders.Remove(participant);
        _departed.Add(participant.Counters);
        participant.Subscriber.ReleaseAll();
        foreach (var other in _participants)
            other.Subscriber.Release(participant.Number);
        participant.Publisher.Dispose();
        ChangeSources();
    }

    /// <summary>The counters of everybody who is or was here.</summary>
    public MediaCounters SumCounters()
    {
        var sum = new MediaCounters();
        AddCountersTo(sum);
        return sum;
    }

    /// <summary>Adds <see cref="SumCounters"/> to a sum over several rooms.</summary>
    public void AddCountersTo(MediaCounters sum)
    {
        ArgumentNullException.ThrowIfNull(sum);
        sum.Add(_departed);
        foreach (var participant in _participants)
            sum.Add(participant.Counters);
    }

    /// <summary>
    /// As <see cref="Forward"/>, but a voice that comes alone waits for the next one that is about to come: together they cost little more than one.
    /// Timers that are nearly due run as well.
    /// </summary>
    /// <param name="longestHoldUs">How long a voice may wait; 0 = it never does.</param>
    /// <returns>False: it waits; call again by <see cref="NextDeadlineUs"/>, and whenever something has come in.</returns>
    public bool TryForward(long nowUs, long longestHoldUs, DatagramBatch output)
    {
        _heldUntilUs = longestHoldUs > 0 && _plan.HasSoundOnly && !_plan.SourcesChanged
            ? VoiceHold.Until(_plan, CollectionsMarshal.AsSpan(_audioStreams), longestHoldUs, nowUs)
            : MonotonicTime.Never;
        if (_heldUntilUs != MonotonicTime.Never)
            return false;
        Forward(nowUs, output);
        if (_nextTickUs - nowUs <= EarlyTickUs)
            RunTimers(nowUs, output);
        return true;
    }

    /// <summary>Writes what came in since the last call to everybody who gets it.</summary>
    public void Forward(long nowUs, DatagramBatch output)
    {
        if (_plan.SourcesChanged)
            Select(nowUs);
        if (!IsIdle(nowUs))
            _nextTickUs = Math.Min(_nextTickUs, nowUs + TickUs);
        var items = _plan.Items;
        if (items.IsEmpty)
            return;
        _plan.Arrange();
        RunPadding.Apply(items);
        var readsAhead = !_plan.HasSoundOnly;
        var participants = CollectionsMarshal.AsSpan(_participants);
        for (var i = 0; i < participants.Length; i++)
        {
            if (readsAhead)
                _readAhead.Fetch(i + 1);
            participants[i].Forward(items, nowUs, output);
            output.MaySend();
        }

        _plan.Clear();
    }

    public void HandleTimers(long nowUs, DatagramBatch output)
    {
        if (nowUs >= _nextTickUs)
            RunTimers(nowUs, output);
    }

    public void Dispose()
    {
        while (_participants.Count > 0)
            Remove(_participants[^1]);
    }

    /// <summary>Slots must choose again before the next packet, and the timers run at once.</summary>
    internal void ChangeSources()
    {
        _plan.SourcesChanged = true;
        Wake();
    }

    internal void Wake() => _nextTickUs = 0;

    private bool IsIdle(long nowUs) => nowUs - _plan.LastReceivedUs > IdleAfterUs;

    private void RunTimers(long nowUs, DatagramBatch output)
    {
        _nextTickUs = nowUs + (IsIdle(nowUs) ? IdleTickUs : TickUs);

        if (_plan.SourcesChanged || nowUs >= _nextSelectUs)
            Select(nowUs);
        else if (nowUs >= _nextAudioSelectUs && _audioStreams.Count > _fewestAudioSlots)
            SelectAudio(nowUs); // with fewer, everybody hears all of them, whoever is loudest
        foreach (var participant in CollectionsMarshal.AsSpan(_senders))
            participant.WriteFeedback(nowUs, output);
        if (_plan.ReportsDue || _wishes.AreDue)
            HandleWishes(nowUs, output);
        if (nowUs >= _nextSpeakersUs)
            FindSpeakers(nowUs);
    }

    private void Select(long nowUs)
    {
        _plan.SourcesChanged = false;
        _nextSelectUs = nowUs + SelectUs;
        ListSenders();
        ListAudioStreams();
        SelectAudio(nowUs);
        _readAhead.Clear();
        foreach (var participant in CollectionsMarshal.AsSpan(_participants))
        {
            participant.List(_readAhead);
            var subscriber = participant.Subscriber;
            subscriber.Video.Select(_publishers, subscriber.Egress.IsConnected, nowUs);
            Announce(participant);
        }
    }

    private void SelectAudio(long nowUs)
    {
        _nextAudioSelectUs = nowUs + AudioSelectUs;
        var streams = CollectionsMarshal.AsSpan(_audioStreams);
        foreach (var participant in CollectionsMarshal.AsSpan(_participants))
        {
            participant.Subscriber.Audio.Select(streams, nowUs);
            Announce(participant);
        }
    }

    private void Announce(MediaParticipant participant)
    {
        if (participant.Subscriber.Assignments.TryUpdate())
            _events.SlotsChanged(participant, participant.Subscriber.Assignments.Announced);
    }

    private void HandleWishes(long nowUs, DatagramBatch output)
    {
        var reportsDue = _plan.ReportsDue;
        _plan.ReportsDue = _wishes.AreDue = false;
        foreach (var participant in CollectionsMarshal.AsSpan(_participants))
            participant.HandleWishes(reportsDue, nowUs, output);
    }

    private void ListSenders()
    {
        _senders.Clear();
        foreach (var participant in _participants)
        {
            if (participant.Publisher.HasReceived)
                _senders.Add(participant);
        }
    }

    private void ListAudioStreams()
    {
        _audioStreams.Clear();
        _fewestAudioSlots = int.MaxValue;
        foreach (var participant in _participants)
        {
            _fewestAudioSlots = Math.Min(_fewestAudioSlots, participant.Subscriber.Audio.Slots.Length);
            foreach (var source in participant.Publisher.Sources)
            {
                if (source.IsAudio && source.IsEnabled && source.Layers[0].HasMedia)
                    _audioStreams.Add(source.Layers[0]);
            }
        }
    }

    private void FindSpeakers(long nowUs)
    {
        _nextSpeakersUs = nowUs + SpeakersUs;
        _speakers.Begin();
        foreach (var stream in CollectionsMarshal.AsSpan(_audioStreams))
        {
            if (stream.Source.Kind == SourceKind.Mic && stream.Speaker.IsSpeaking(nowUs))
                _speakers.Add(stream.Source.Participant, stream.Speaker.Energy(nowUs));
        }

        if (_speakers.TryFinish())
            _events.SpeakersChanged(_speakers.Announced);
    }
}
