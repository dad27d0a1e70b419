using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Sfu.Rooms;
using Sfu.Server.Limiting;
using Sfu.Server.Links;

namespace Sfu.Server.Tests.Rooms;

public sealed class TokenTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(KeyFile.Length);

    private readonly Tokens _tokens = new(new TokenSigner(Key), TimeProvider.System);

    [Fact]
    public void Every_flipped_bit_every_cut_and_every_other_last_character_is_refused()
    {
        var token = _tokens.Link("chess", Role.Owner, 0, RoomSettings.Default);
        Assert.Equal(TokenCheck.Valid, Check(token));
        var bytes = Base64Url.DecodeFromChars(token);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(TokenCheck.Invalid, Check(Base64Url.EncodeToString(bytes)));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < token.Length; length++)
        {
            Assert.Equal(TokenCheck.Invalid, Check(token[..length]));
        }

        foreach (var last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. ")
        {
            Assert.True(last == token[^1] || Check(token[..^1] + last) == TokenCheck.Invalid, $"ends with {last}");
        }
    }

    [Fact]
    public void Another_room_another_server_another_kind_and_an_expired_one_are_refused()
    {
        var token = _tokens.Link("chess", Role.Owner, 0, RoomSettings.Default);
        Assert.Equal(TokenCheck.Invalid, _tokens.Read(token, "go", out LinkClaim? _));
        Assert.Equal(TokenCheck.Invalid, _tokens.Read(token, "chess", out SeatClaim? _));
        Assert.Equal(TokenCheck.Invalid, new Tokens(new TokenSigner(RandomNumberGenerator.GetBytes(KeyFile.Length)), TimeProvider.System).Read(token, "chess", out LinkClaim? _));
        Assert.Equal(TokenCheck.Expired, Check(_tokens.Link("chess", Role.Owner, -1, RoomSettings.Default)));
    }

    [Fact]
    public void A_link_for_participants_does_not_carry_what_only_moderators_may_read()
    {
        _tokens.Read(_tokens.Link("chess", Role.Participant, 0, new RoomSettings { ModeratorMessage = "secret", Lobby = true }), "chess", out LinkClaim? claim);
        Assert.Equal(("", true), (claim!.Settings.ModeratorMessage, claim.Settings.Lobby));
    }

    [Fact]
    public void Guesses_are_counted_per_network_and_room_in_bounded_memory()
    {
        var limit = new AttemptLimit(2, TimeSpan.FromMinutes(1), TimeProvider.System);
        limit.Count(IPAddress.Parse("2001:db8::1"), "chess");
        limit.Count(IPAddress.Parse("2001:db8::2"), "chess");
        Assert.False(limit.IsOpen(IPAddress.Parse("2001:db8::ffff"), "chess"));
        Assert.True(limit.IsOpen(IPAddress.Parse("2001:db8:0:1::1"), "chess"));
        Assert.True(limit.IsOpen(IPAddress.Parse("2001:db8::1"), "go"));
        for (var i = 0; i < 30_000; i++)
        {
            limit.Count(new IPAddress(i), "chess");
        }

        Assert.InRange(limit.Entries, 1, 10_000);
    }

    private TokenCheck Check(string token) => _tokens.Read(token, "chess", out LinkClaim? _);
}
