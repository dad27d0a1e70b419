using System.Collections.Immutable;
using System.Security.Cryptography;
using Sfu.Media;
using Sfu.Rooms;
using Sfu.Server.Contracts;
using Sfu.Server.Links;
using Sfu.Server.Media;
using Sfu.Server.Options;

namespace Sfu.Server.Conference;

/// <summary>What every room needs of the rest of the server: limits, time, tokens and the media workers. Singleton without state of its own.</summary>
internal sealed class RoomSurroundings(SfuOptions options, IMediaPlane media, Tokens tokens, ChatProofs proofs, TimeProvider time)
{
    /// <summary>Tells seats of this process from those of an earlier one.</summary>
    public string Process { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(8));

    public Limits Limits => options.Limits;

    public long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Lines of chat get their proof before anybody sees them.</summary>
    public RoomEvent Prove(Room room, RoomEvent happened)
    {
        return happened switch
        {
            RoomEvent.ChatSent sent => sent with { Line = Prove(sent.Line) },
            RoomEvent.ChatRestored restored => restored with { Lines = [.. restored.Lines.Select(Prove)] },
            _ => happened,
        };

        ChatLine Prove(ChatLine line) => line with { Proof = proofs.Of(room.Key, room.Epoch, line) };
    }

    /// <summary>The lines among <paramref name="handedIn"/> that this server gave out in the meeting of that epoch.</summary>
    public ImmutableArray<ChatLine> ReadChat(Room room, string epoch, IReadOnlyList<ChatMessage> handedIn) =>
    [
        .. handedIn
            .Select(message => proofs.Read(
                room.Key, epoch, new ChatLine(message.Number, 0, message.FromName, 0, message.ToName ?? "", message.Text, message.AtMs), message.Proof ?? ""))
            .OfType<ChatLine>(),
    ];

    public bool TryTellMedia(Room room, Seat seat, Publishing open) => media.TrySetPublishing(
        room.Number,
        seat.Media,
        (open.Mic ? Sources.Mic : Sources.None) | (open.Camera ? Sources.Camera : Sources.None)
            | (open.Screen ? Sources.Screen : Sources.None) | (open.ScreenAudio ? Sources.ScreenAudio : Sources.None));

    /// <summary>What must be closed is closed: a worker too busy to hear of it drops the whole session, which it never refuses.</summary>
    public void TellMedia(Room room, Seat seat, Publishing open)
    {
        if (seat.HasMedia && !TryTellMedia(room, seat, open))
        {
            EndMedia(room, seat);
        }
    }

    public bool TryShow(Room room, Seat seat, Sfu.Media.ViewItem[] items) => media.TrySetView(room.Number, seat.Media, items);

    public void EndMedia(Room room, Seat seat)
    {
        media.Leave(room.Number, seat.Media);
        seat.HasMedia = false;
        seat.Outbox.Post(client => client.Closed(new Closed(ClosedReason.MediaTimeout)));
    }

    public string Token(Room room, RoomState state, Participant who) => tokens.Seat(new SeatClaim(
        tokens.Fingerprint(room.Key), who.Seat, Process, room.Epoch, InRoom: true, who.Role, who.IsGuest, who.Hand, who.MaySpeak,
        room.Revision, state.Settings, state.HasPassword, state.HasSuccession, state.OpenedAtMs, ExpiresAtMs: 0,
        state.ChatClearedUpTo, [.. state.BarredSeats.TakeLast(Limits.BarredSeatsInToken)]));

    public string WaitingToken(Room room, Entry entry, long sinceMs) => tokens.Seat(new SeatClaim(
        tokens.Fingerprint(room.Key), entry.Seat, Process, room.Epoch, InRoom: false, entry.Role, entry.IsGuest, 0, false,
        0, RoomSettings.Default, false, false, 0, ExpiresAtMs: 0, SinceMs: sinceMs));
}
