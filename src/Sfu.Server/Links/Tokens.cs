using System.Text.Encodings.Web;
using System.Text.Json;
using Sfu.Rooms;

namespace Sfu.Server.Links;

/// <summary>What a link gives: a role in one room, with the settings it is opened with.</summary>
/// <param name="Room">Fingerprint of the room's key.</param>
/// <param name="ExpiresAtMs">0: never.</param>
internal sealed record LinkClaim(string Room, Role Role, long ExpiresAtMs, RoomSettings Settings);

/// <summary>Who somebody is in a room, and what is needed to bring the room back after a restart.</summary>
/// <param name="Process">The server process that made it; another one has never seen the seat.</param>
/// <param name="Epoch">The life of the room it was made in.</param>
/// <param name="InRoom">She was inside, not before the door.</param>
/// <param name="Revision">How often the settings had been changed; the highest is the newest.</param>
/// <param name="ChatClearedUpTo">Chat up to this number was cleared away.</param>
/// <param name="Barred">Who was barred last, by the beginnings of the seats.</param>
/// <param name="SinceMs">Since when she waits before the door; 0: she does not.</param>
/// <param name="HasPassword">The room had one. It is not in here: without it nobody new comes in until a moderator sets one again.</param>
internal sealed record SeatClaim(
    string Room,
    string Seat,
    string Process,
    string Epoch,
    bool InRoom,
    Role Role,
    bool IsGuest,
    long Hand,
    bool MaySpeak,
    long Revision,
    RoomSettings Settings,
    bool HasPassword,
    bool HasSuccession,
    long OpenedAtMs,
    long ExpiresAtMs,
    long ChatClearedUpTo = 0,
    IReadOnlyList<string>? Barred = null,
    long SinceMs = 0);

internal enum TokenCheck
{
    Valid,
    Invalid,
    Expired,
}

/// <summary>Makes and reads links and seat tokens. Stateless singleton.</summary>
internal sealed class Tokens(TokenSigner signer, TimeProvider time)
{
    /// <summary>A seat outlives a restart of the server and a long meeting, not the day.</summary>
    private static readonly TimeSpan SeatLife = TimeSpan.FromHours(12);

    /// <summary>Letters stay letters: as escapes they would make the longest settings too long for <see cref="Limits.TokenChars"/>.</summary>
    private static readonly JsonSerializerOptions Json = new() { RespectNullableAnnotations = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Fingerprint(string roomKey) => signer.Fingerprint(roomKey);

    public string Link(string roomKey, Role role, int expiresInMinutes, RoomSettings settings)
    {
        var expiresAtMs = expiresInMinutes == 0 ? 0 : NowMs + (expiresInMinutes * 60_000L);
        return signer.Sign(TokenKind.Link, JsonSerializer.SerializeToUtf8Bytes(new LinkClaim(signer.Fingerprint(roomKey), role, expiresAtMs, SettingsFor(role, settings)), Json));
    }

    public string Seat(SeatClaim claim) => signer.Sign(
        TokenKind.Seat,
        JsonSerializer.SerializeToUtf8Bytes(claim with { Settings = SettingsFor(claim.Role, claim.Settings), ExpiresAtMs = NowMs + (long)SeatLife.TotalMilliseconds }, Json));

    public TokenCheck Read(string token, string roomKey, out LinkClaim? claim) =>
        Read(TokenKind.Link, token, roomKey, (LinkClaim read) => read.Room, read => read.ExpiresAtMs, out claim);

    public TokenCheck Read(string token, string roomKey, out SeatClaim? claim) =>
        Read(TokenKind.Seat, token, roomKey, (SeatClaim read) => read.Room, read => read.ExpiresAtMs, out claim);

    /// <summary>For a caller who does not name the room.</summary>
    public SeatClaim? ReadSeat(string token) =>
        token.Length <= Limits.TokenChars && signer.TryOpen(TokenKind.Seat, token, out var payload) ? JsonSerializer.Deserialize<SeatClaim>(payload, Json) : null;

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A token can be read by whoever holds it.</summary>
    private static RoomSettings SettingsFor(Role role, RoomSettings settings) => role >= Role.Moderator ? settings : settings with { ModeratorMessage = "" };

    private TokenCheck Read<T>(TokenKind kind, string token, string roomKey, Func<T, string> roomOf, Func<T, long> expiryOf, out T? claim)
        where T : class
    {
        claim = null;
        if (token.Length > Limits.TokenChars || !signer.TryOpen(kind, token, out var payload)
            || JsonSerializer.Deserialize<T>(payload, Json) is not { } read || roomOf(read) != signer.Fingerprint(roomKey))
        {
            return TokenCheck.Invalid;
        }

        if (expiryOf(read) is not 0 and var expiry && expiry <= NowMs)
        {
            return TokenCheck.Expired;
        }

        claim = read;
        return TokenCheck.Valid;
    }
}
