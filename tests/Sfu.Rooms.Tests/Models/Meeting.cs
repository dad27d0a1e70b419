using System.Collections.Immutable;

namespace Sfu.Rooms.Tests.Models;

/// <summary>
/// A room driven by <see cref="Step"/>s as the server drives it, beside a model that remembers in its own plain way who may be inside.
/// Every step checks the rules that must never break.
/// </summary>
internal sealed class Meeting
{
    private static readonly Limits Limits = new() { ParticipantsPerRoom = 6, LobbySize = 3 };

    private readonly RoomState _opened;
    private readonly List<RoomEvent> _log = [];
    private readonly HashSet<string> _admitted = [];
    private readonly HashSet<string> _shutOut = [];
    private readonly HashSet<string> _wereInside = [];
    private uint _lastNumber;
    private long _nowMs = 1_000_000;

    public Meeting(bool hasSuccession)
    {
        _opened = RoomState.Open(RoomSettings.Default, _nowMs, hasSuccession);
        State = _opened;

        // A room is opened by somebody who comes in.
        Run(new RoomCommand.Enter(++_lastNumber, People.Name("Opener"), new Entry("seat 0", Role.Owner, IsGuest: false, OwnsByOpening: hasSuccession)), mayEnter: true);
    }

    public RoomState State { get; private set; }

    public IReadOnlyList<RoomEvent> Log => _log;

    public RoomState Replayed() => _log.Aggregate(_opened, (state, happened) => state.Apply(happened));

    public void Take(Step step)
    {
        _nowMs += step.Bits % 20_000;
        switch (step.Kind)
        {
            case StepKind.Enter or StepKind.Return:
                Enter(step);
                break;
            case StepKind.RestoreChat:
                Run(new RoomCommand.RestoreChat([.. Enumerable.Range(0, 1 + (step.Bits % 3)).Select(i => Line(_nowMs - ((step.Bits >> (3 * i)) % 100_000)))]));
                break;
            case StepKind.Restore:
                Run(new RoomCommand.Restore(
                    step.Bits % 2 == 0 ? Settings(step.Bits) : null, step.Bits % 8 == 1,
                    TakesOver: step.Bits % 8 == 2 && State.Participants.Values.Any(who => who is { IsModerator: true, OwnsByOpening: false }), step.Bits % 4 == 3 ? _nowMs - 50_000 : 0, []));
                break;
            case StepKind.Tick:
                Run(new RoomCommand.Tick());
                break;
            case StepKind.StopKnocking:
                Run(new RoomCommand.StopKnocking(Waiting(step.Whom)));
                break;
            case StepKind.Publish:
                Run(new RoomCommand.SetPublishing(Inside(step.Who), Sources(step.Bits)));
                break;
            case StepKind.Act:
                Run(Act(step));
                break;
            default:
                Run(step.Kind switch
                {
                    StepKind.Leave => new RoomCommand.Leave(Inside(step.Who)),
                    StepKind.Lose => new RoomCommand.SetConnected(Inside(step.Who), false),
                    _ => new RoomCommand.SetConnected(Inside(step.Who), true),
                });
                break;
        }
    }

    /// <summary>What the model, which knows only what it was told, says of letting her in.</summary>
    private void Enter(Step step)
    {
        var seat = $"seat {step.Whom}";
        var role = step.Whom switch { 0 => Role.Owner, 1 => Role.Moderator, 2 or 3 => Role.Guest, _ => Role.Participant };

        // The server says that somebody returns only of one who was inside.
        var returns = step.Kind == StepKind.Return && _wereInside.Contains(seat);
        var entry = new Entry(seat, role, role == Role.Guest, PasswordMatched: step.Bits % 3 == 0, Returns: returns, MustKnock: step.Bits % 7 == 0);
        var isOpen = !State.Settings.Lobby && !State.Settings.Locked && !entry.MustKnock && (!State.HasPassword || entry.PasswordMatched)
            && (State.Settings.GuestsAllowed || !entry.IsGuest);
        var moderates = role == Role.Owner || (role == Role.Moderator && (!entry.MustKnock || !State.Participants.Values.Any(who => who.IsModerator)));
        Run(
            new RoomCommand.Enter(++_lastNumber, People.Name($"Person {_lastNumber}"), entry),
            mayEnter: !_shutOut.Contains(seat) && (isOpen || moderates || returns || _admitted.Contains(seat)));
    }

    private void Run(RoomCommand command, bool mayEnter = false)
    {
        var decision = State.Decide(command, Limits, _nowMs);
        Assert.True(decision.Refusal == RoomRefusal.None || decision.Events.IsEmpty, "a refused command had events");
        var before = State;
        foreach (var happened in decision.Events)
        {
            Assert.True(happened is not RoomEvent.Joined || mayEnter, $"{happened} was not let in by anybody");
            Assert.True(happened is not RoomEvent.PublishingChanged || command is RoomCommand.SetPublishing);
            State = State.Apply(happened);
            _log.Add(happened);
            Note(happened);
        }

        Rules.Check(State, Limits);
        Rules.CheckStep(before, State, command);
    }

    private void Note(RoomEvent happened)
    {
        switch (happened)
        {
            case RoomEvent.Admitted admitted:
                _admitted.Add(admitted.Knocker.Seat);
                break;
            case RoomEvent.Joined joined:
                _admitted.Remove(joined.Participant.Seat);
                _wereInside.Add(joined.Participant.Seat);
                break;
            case RoomEvent.Rejected rejected:
                _shutOut.Add(rejected.Knocker.Seat);
                break;
            case RoomEvent.Removed { Barred: true } removed:
                _shutOut.Add(removed.Participant.Seat);
                break;
        }
    }

    private RoomCommand.Act Act(Step step)
    {
        var target = step.Action switch
        {
            RoomAction.Admit or RoomAction.Reject => Waiting(step.Whom),
            RoomAction.Vote or RoomAction.ClosePoll => (uint)(step.Whom % 4),
            RoomAction.SendChat or RoomAction.LowerHand => step.Bits % 2 == 0 ? 0 : Inside(step.Whom),
            _ => Inside(step.Whom),
        };
        return new RoomCommand.Act(Inside(step.Who), step.Action, target)
        {
            Text = step.Action == RoomAction.React ? "👍" : step.Bits % 5 == 0 ? "" : "text",
            Flag = step.Bits % 2 == 0,
            Choices = [.. Enumerable.Range(0, step.Bits % 3).Select(i => (step.Bits >> i) % 3)],
            Poll = new PollDraft("?", ["a", "b", "c"], step.Bits % 2 == 0, step.Bits % 3 == 0, step.Bits % 5 == 0),
            Settings = Settings(step.Bits),
        };
    }

    /// <summary>A stranger now and then.</summary>
    private uint Inside(int pick) => State.Participants.Count == 0 || pick == 7 ? 999 : State.Participants.Keys.ElementAt(pick % State.Participants.Count);

    private uint Waiting(int pick) => State.Lobby.IsEmpty || pick == 7 ? 999 : State.Lobby[pick % State.Lobby.Length].Number;

    private static ChatLine Line(long number) => new(number, 0, "Somebody", 0, "", "from before", number) { FromSeat = "seat 4", ToSeat = number % 3 == 0 ? "seat 5" : "" };

    private static Publishing Sources(int bits) => new((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0);

    private static RoomSettings Settings(int bits) => new()
    {
        Lobby = (bits & 1) != 0,
        Locked = (bits & 0x1C) == 0,
        GuestsAllowed = (bits & 0x60) != 0,
        MicAllowed = (bits & 0x180) != 0,
        CameraAllowed = (bits & 0x600) != 0,
        ScreenAllowed = (bits & 0x1800) != 0,
        ChatAllowed = (bits & 0x6000) != 0,
        Speaking = (SpeakingMode)((bits >> 15) % 3),
        MaxParticipants = (bits & 0x60000) == 0 ? 3 : 0,
        DurationMinutes = (bits & 0x380000) == 0 ? 1 : 0,
    };
}
