using Sfu.Media;
using Sfu.Rooms;
using Sfu.Server.Contracts;

namespace Sfu.Server.Conference;

/// <summary>The half of a room that tells: participants, and the media worker which videos to send whom.</summary>
internal sealed partial class Room
{
    private RoomUpdate[]? Missed(Seat seat, string epoch, long sequence)
    {
        var oldest = _log.Count == 0 ? _state.Sequence + 1 : _log.Peek().State.Sequence;
        var missed = _log.Where(entry => entry.State.Sequence > sequence).ToArray();
        return epoch != Epoch || sequence + 1 < oldest || sequence > _state.Sequence
            || missed.Any(entry => entry.Happened is RoomEvent.RoleChanged changed && changed.Participant == seat.Participant)
            ? null
            : [.. missed.Select(entry => RoomView.Update(entry.State, entry.Happened, seat.Participant)).OfType<RoomUpdate>()];
    }

    /// <summary>Null: she may not see it.</summary>
    public TalkTimeResult? DescribeTalkTimes(Seat seat)
    {
        lock (_lock)
        {
            return !_state.Participants.TryGetValue(seat.Participant, out var who) || !Permissions.Has(who, Right.SeeTalkTimes, _state.Settings)
                ? null
                : new TalkTimeResult([.. _names
                    .Select(name => new TalkTimeItem(
                        RoomView.IdOf(name.Key), name.Value, _seats.ContainsKey(name.Key), (int)Math.Min(int.MaxValue, _talkTime.SpokenMs(name.Key, services.NowMs))))
                    .OrderByDescending(item => item.SpokeMs)]);
        }
    }

    private void Announce(RoomEvent happened, RoomState before)
    {
        foreach (var (participant, seat) in _seats)
        {
            if (RoomView.Update(_state, happened, participant) is { } update)
            {
                seat.Outbox.Post(client => client.Room(update));
            }
        }

        switch (happened)
        {
            case RoomEvent.Joined joined:
                var newcomer = RoomView.Describe(joined.Participant);
                Post(client => client.ParticipantJoined(newcomer), joined.Participant.Number);
                break;
            case RoomEvent.Left left:
                PostLeft(left.Participant);
                break;
            case RoomEvent.Removed removed:
                PostLeft(removed.Participant.Number);
                if (removed.Barred)
                {
                    GiveAll(GiveToken);
                }

                break;
            case RoomEvent.PublishingChanged changed when before.Participants[changed.Participant].Publishing != changed.Publishing:
                PostChanged(changed.Participant);
                break;
            case RoomEvent.SourcesStopped stopped:
                PostChanged(stopped.Participant);
                break;
            case RoomEvent.ConnectionChanged changed:
                PostChanged(changed.Participant);
                break;
            case RoomEvent.HandChanged changed:
                PostChanged(changed.Participant);
                GiveToken(changed.Participant);
                break;
            case RoomEvent.MaySpeakChanged changed:
                PostChanged(changed.Participant);
                GiveToken(changed.Participant);
                break;
            case RoomEvent.RoleChanged changed:
                PostChanged(changed.Participant);
                GiveSnapshot(changed.Participant);
                GiveToken(changed.Participant);
                break;
            case RoomEvent.ChatCleared { By: 0 }:
                GiveAll(GiveSnapshot);
                GiveAll(GiveToken);
                break;
            case RoomEvent.SettingsChanged or RoomEvent.PasswordChanged or RoomEvent.ChatCleared or RoomEvent.BarsRestored:
                GiveAll(GiveToken);
                break;
            default:
                TellDoor(happened);
                break;
        }
    }

    private IEnumerable<Farewell> FarewellsOf(RoomEvent happened, RoomState before) => happened switch
    {
        RoomEvent.Removed removed when _seats.TryGetValue(removed.Participant.Number, out var seat) =>
            [new Farewell(seat, ClosedReason.Removed, NameOf(before, removed.By))],
        RoomEvent.Ended ended => [.. _seats.Values.Select(seat =>
            new Farewell(seat, ended.By == 0 ? ClosedReason.TimeOver : ClosedReason.Ended, NameOf(before, ended.By)))],
        _ => [],
    };

    private static string? NameOf(RoomState room, uint participant) => room.Participants.TryGetValue(participant, out var who) ? who.Name.Value : null;

    private void GiveAll(Action<uint> give)
    {
        foreach (var participant in _seats.Keys)
        {
            give(participant);
        }
    }

    private void GiveToken(uint participant)
    {
        if (_seats.TryGetValue(participant, out var seat) && _state.Participants.TryGetValue(participant, out var who))
        {
            var token = new SeatToken(services.Token(this, _state, who));
            seat.Outbox.Post(client => client.Seat(token));
        }
    }

    private void GiveSnapshot(uint participant)
    {
        if (_seats.TryGetValue(participant, out var seat))
        {
            var snapshot = RoomView.Snapshot(_state, Epoch, Restored, participant);
            seat.Outbox.Post(client => client.Snapshot(snapshot));
        }
    }

    private void PostLeft(uint participant)
    {
        var gone = new ParticipantLeft(RoomView.IdOf(participant));
        Post(client => client.ParticipantLeft(gone), participant);
    }

    private void PostChanged(uint participant)
    {
        if (_state.Participants.TryGetValue(participant, out var who))
        {
            var info = RoomView.Describe(who);
            Post(client => client.ParticipantChanged(info), participant);
        }
    }

    private void Post(Func<IClientEvents, Task> happened, uint except)
    {
        foreach (var (participant, seat) in _seats)
        {
            if (participant != except)
            {
                seat.Outbox.Post(happened);
            }
        }
    }

    private void ShowAgain()
    {
        foreach (var seat in _seats.Values)
        {
            if (seat.Wanted.Count > 0 && !Show(seat))
            {
                services.EndMedia(this, seat);
            }
        }
    }

    /// <summary>What of the wanted videos she may see goes to the media worker.</summary>
    private bool Show(Seat seat)
    {
        var items = new List<Sfu.Media.ViewItem>(seat.Wanted.Count);
        foreach (var video in seat.Wanted)
        {
            if (_seats.TryGetValue(video.Participant, out var shown) && MaySee(seat.Participant, video))
            {
                items.Add(new Sfu.Media.ViewItem(shown.Media, video.IsScreen ? SourceKind.Screen : SourceKind.Camera, video.Width, video.Height));
            }
        }

        return services.TryShow(this, seat, [.. items]);
    }

    private bool MaySee(uint viewer, WantedVideo video) =>
        video.IsScreen || !_state.Settings.WebcamsOnlyForModerator
        || (_state.Participants.TryGetValue(viewer, out var who) && who.IsModerator)
        || (_state.Participants.TryGetValue(video.Participant, out var shown) && shown.IsModerator);
}
