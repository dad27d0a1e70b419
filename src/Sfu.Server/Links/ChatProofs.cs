using System.Text.Json;
using Sfu.Rooms;

namespace Sfu.Server.Links;

/// <summary>
/// Knows lines of chat again that this server has given out, so that clients can bring them back after a restart: HMAC over room,
/// meeting, number, names, text and time. The seats of author and reader travel in the proof. Stateless singleton.
/// </summary>
internal sealed class ChatProofs(TokenSigner signer)
{
    private const int SeatLength = 16;

    public string Of(string roomKey, string epoch, ChatLine line)
    {
        byte[] seats = [.. Convert.FromHexString(line.FromSeat), .. line.IsPrivate ? Convert.FromHexString(line.ToSeat) : new byte[SeatLength]];
        return signer.Seal(TokenKind.Line, seats, Bound(roomKey, epoch, line));
    }

    /// <summary>The line as it was; ids of people, which a restart makes meaningless, are gone. Null: not this server's, room's or meeting's.</summary>
    public ChatLine? Read(string roomKey, string epoch, ChatLine claimed, string proof)
    {
        Span<byte> seats = stackalloc byte[2 * SeatLength];
        if (!signer.TryUnseal(TokenKind.Line, proof, seats, Bound(roomKey, epoch, claimed)))
        {
            return null;
        }

        var to = seats[SeatLength..];
        return claimed with
        {
            From = 0,
            To = 0,
            FromSeat = Convert.ToHexString(seats[..SeatLength]),
            ToSeat = to.ContainsAnyExcept((byte)0) ? Convert.ToHexString(to) : "",
        };
    }

    private byte[] Bound(string roomKey, string epoch, ChatLine line) => JsonSerializer.SerializeToUtf8Bytes(
        new[] { signer.Fingerprint(roomKey), epoch, $"{line.Number}", line.FromName, line.ToName, line.Text, $"{line.AtMs}" });
}
