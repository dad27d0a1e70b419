using System.Net;
using System.Security.Cryptography;
using Sfu.Rooms;
using Sfu.Rooms.Names;
using Sfu.Server.Contracts;
using Sfu.Server.Limiting;
using Sfu.Server.Links;
using Sfu.Server.Options;

namespace Sfu.Server.Conference;

/// <summary>What a visitor has shown at the door, checked as far as it can be without knowing the room.</summary>
/// <param name="From">Mark of her address; null where it says nothing.</param>
internal sealed record Credentials(SeatClaim? Seat, LinkClaim? Link, bool KnowsCode, RoomPassword? Password, UInt128? From, ProblemCode? Problem);

/// <summary>How somebody comes in, and with which room if there is none yet.</summary>
internal sealed record WayIn(Entry? Entry, RoomState? Opens, SeatClaim? Restores, ProblemCode? Problem)
{
    public static WayIn No(ProblemCode problem) => new(null, null, null, problem);
}

/// <summary>
/// Reads seats, links, codes and passwords, and applies the creation policy. Slow checks happen here, before any lock. Singleton;
/// remembers only how often addresses have guessed.
/// </summary>
internal sealed class Entrance(SfuOptions options, Tokens tokens, TokenSigner signer, AddressMarks marks, RoomSurroundings surroundings, IConfiguration configuration, TimeProvider time)
{
    /// <summary>How long wrong passwords and codes count.</summary>
    private static readonly TimeSpan GuessWindow = TimeSpan.FromMinutes(5);

    private readonly AttemptLimit _guesses = new(options.Limits.PasswordAttempts, GuessWindow, time);
    private readonly AtOnceLimit _checks = new(Limits.PasswordChecksAtOnce);
    private readonly AttemptLimit _joins = new(options.Limits.JoinsPerAddressPerMinute, TimeSpan.FromMinutes(1), time);

    /// <summary>In force; never <see cref="RoomCreation.Auto"/>.</summary>
    public RoomCreation Policy { get; } = options.Rooms.Creation != RoomCreation.Auto ? options.Rooms.Creation
        : WebAddresses.AreLoopbackOnly(configuration) ? RoomCreation.Open : RoomCreation.Code;

    /// <summary>Counters held now, each under a keyed hash of an address.</summary>
    public int AddressCounters => _guesses.Entries + _joins.Entries;

    /// <summary>Drops what addresses have done longer ago than it counts.</summary>
    public void Forget()
    {
        _guesses.Forget();
        _joins.Forget();
    }

    public Credentials Check(JoinRequest request, RoomName name, Room? room, IPAddress? address)
    {
        // Behind a proxy on the same machine everybody has the loopback address.
        if (address is not null && !IPAddress.IsLoopback(address))
        {
            if (!_joins.IsOpen(address, ""))
            {
                return Refuse(ProblemCode.TooManyRequests);
            }

            _joins.Count(address, "");
        }

        SeatClaim? seat = null;
        LinkClaim? link = null;
        if (request.Seat is { } seatToken && tokens.Read(seatToken, name.Key, out seat) == TokenCheck.Invalid)
        {
            return Refuse(ProblemCode.SeatInvalid);
        }

        if (request.Link is { } linkToken && tokens.Read(linkToken, name.Key, out link) is var check and not TokenCheck.Valid)
        {
            return Refuse(check == TokenCheck.Expired ? ProblemCode.LinkExpired : ProblemCode.LinkInvalid);
        }

        if ((request.Code ?? request.Password) is not null && !_guesses.IsOpen(address, name.Key))
        {
            return Refuse(ProblemCode.TooManyAttempts);
        }

        if (request.Code is { } code && !signer.IsCreatorCode(code))
        {
            _guesses.Count(address, name.Key);
            return Refuse(ProblemCode.CodeWrong);
        }

        var shown = new Credentials(seat, link, request.Code is not null, null, marks.Of(address), null);
        return request.Password is { } password && room is { State.HasPassword: true } ? CheckPassword(shown, password, name, room, address) : shown;
    }

    /// <summary>Called under the hall's lock, so that the room does not change under it.</summary>
    public WayIn Find(Credentials shown, Room? room)
    {
        var seat = shown.Seat;
        var id = seat?.Seat ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        if (seat is not null && room?.Departed(seat.Seat) is { } departed)
        {
            var back = new Entry(id, departed.Role, departed.IsGuest, Returns: true, Hand: departed.Hand, MaySpeak: departed.MaySpeak);
            return new WayIn(back, null, null, null);
        }

        // Another process made it: the server was restarted, and what it says of the room is all there is left.
        if (seat is not null && seat.Process != surroundings.Process && (room is null || room.Restored is null || room.Restored == seat.Epoch))
        {
            if (seat.InRoom)
            {
                var back = new Entry(id, seat.Role, seat.IsGuest, Returns: true, Hand: seat.Hand, MaySpeak: seat.MaySpeak);
                return new WayIn(back, room is null ? RoomState.Open(seat.Settings, seat.OpenedAtMs, seat.HasSuccession, seat.HasPassword) : null, seat, null);
            }

            // She waited before its door: lock and password were behind her, and she keeps her place in the queue.
            return room is null
                ? WayIn.No(ProblemCode.NotStarted)
                : new WayIn(new Entry(id, seat.Role, seat.IsGuest, MustKnock: true, Waited: true, SinceMs: seat.SinceMs), null, null, null);
        }

        return room is null ? Opening(shown, id) : Entering(shown, room, id);
    }

    private Credentials CheckPassword(Credentials shown, string password, RoomName name, Room room, IPAddress? address)
    {
        if (!_checks.TryEnter(address, name.Key))
        {
            return Refuse(ProblemCode.TooManyRequests);
        }

        try
        {
            if (password.Length <= Limits.PasswordChars && room.Password is { } expected && expected.Matches(password))
            {
                return shown with { Password = expected };
            }

            _guesses.Count(address, name.Key);
            return Refuse(ProblemCode.PasswordWrong);
        }
        finally
        {
            _checks.Exit(address, name.Key);
        }
    }

    private WayIn Opening(Credentials shown, string id)
    {
        if (shown.Link is { } link)
        {
            var opens = link.Role >= Role.Moderator || (Policy == RoomCreation.Open && !link.Settings.Lobby && !link.Settings.Locked);
            return opens
                ? new WayIn(new Entry(id, link.Role, link.Role == Role.Guest), RoomState.Open(link.Settings, surroundings.NowMs), null, null)
                : WayIn.No(ProblemCode.NotStarted);
        }

        return Policy switch
        {
            RoomCreation.Links => WayIn.No(ProblemCode.LinkRequired),
            RoomCreation.Code when !shown.KnowsCode => WayIn.No(ProblemCode.CodeRequired),
            _ => new WayIn(
                new Entry(id, Role.Owner, IsGuest: false, OwnsByOpening: !shown.KnowsCode),
                RoomState.Open(RoomSettings.Default, surroundings.NowMs, hasSuccession: Policy == RoomCreation.Open),
                null, null),
        };
    }

    private WayIn Entering(Credentials shown, Room room, string id)
    {
        if (shown.Link is null && !shown.KnowsCode && Policy == RoomCreation.Links)
        {
            return WayIn.No(ProblemCode.LinkRequired);
        }

        var role = shown.Link?.Role ?? (shown.KnowsCode ? Role.Owner : Policy == RoomCreation.Code ? Role.Guest : Role.Participant);
        var isGuest = role == Role.Guest || shown.Seat is { IsGuest: true };
        var matched = shown.Password is not null && shown.Password == room.Password;
        var mustKnock = shown.From is { } from && room.IsBarred(from);
        return new WayIn(new Entry(id, isGuest && role == Role.Participant ? Role.Guest : role, isGuest, matched, MustKnock: mustKnock), null, null, null);
    }

    private static Credentials Refuse(ProblemCode problem) => new(null, null, false, null, null, problem);
}
