using System.Text;
using Sfu.Testing;
using Sfu.WebRtc.Ice;
using Sfu.Wire;
using Sfu.Wire.Stun;
using static Sfu.WebRtc.Tests.Ice.StunRequests;

namespace Sfu.WebRtc.Tests.Ice;

public sealed class IceLiteAgentTests : IDisposable
{
    private static readonly TransportAddress Home = Address("192.0.2.1:5000");
    private static readonly TransportAddress Mobile = Address("[2001:db8::7]:6000");

    private readonly IceCredentials _local = IceCredentials.Generate();
    private readonly IceLiteAgent _agent;
    private readonly DatagramBatch _output = new();
    private long _nowUs = 1_000;

    public IceLiteAgentTests() => _agent = new IceLiteAgent(_local);

    public void Dispose() => _output.Dispose();

    [Theory]
    [InlineData("192.0.2.1:5000")]
    [InlineData("[2001:db8::7]:6000")]
    [InlineData("[::ffff:192.0.2.1]:5000")]
    public void Answers_an_authentic_check_with_the_address_it_came_from(string from)
    {
        var address = Address(from);
        Assert.Equal(StunOutcome.Verified, Receive(Check(_local, id: 9), address));

        Assert.Equal(1, _output.Count);
        Assert.Equal(address, _output.Destination(0));
        Assert.True(StunMessageReader.TryRead(_output[0], out var answer));
        Assert.Equal(StunMessageType.BindingSuccess, answer.Type);
        Assert.Equal(9, answer.TransactionId[11]);
        Assert.True(answer.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(address, mapped);
        Assert.True(answer.VerifyIntegrity(Encoding.ASCII.GetBytes(_local.Password)));
        Assert.True(answer.VerifyFingerprint());
        Assert.True(_agent.IsVerified(address));
        Assert.True(_agent.HasSelected);
        Assert.Equal(address, _agent.Selected);
    }

    public static TheoryData<string> Forgeries =>
        ["no integrity", "no username", "wrong password", "wrong ufrag", "ufrag cut short", "no colon", "wrong remote half", "empty remote half", "wrong fingerprint",
            "indication", "success answer", "truncated HMAC", "integrity of another length", "empty", "twenty zeros"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void Stays_silent_and_learns_nothing_from(string forgery)
    {
        _agent.SetRemote(Remote);
        Assert.Equal(StunOutcome.Dropped, Receive(Forge(forgery), Home));
        AssertNothingLearnt();
    }

    [Fact]
    public void Stays_silent_and_learns_nothing_from_a_check_with_any_one_bit_changed_or_any_bytes_missing()
    {
        _agent.SetRemote(Remote);
        var check = Check(_local, nominate: true);
        // All that the HMAC covers, and the HMAC; the 8 bytes of FINGERPRINT behind it prove nothing either way.
        for (var bit = 0; bit < (check.Length - 8) * 8; bit++)
        {
            check[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(StunOutcome.Dropped, Receive(check, Home));
            check[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < check.Length; length++)
            Assert.Equal(StunOutcome.Dropped, Receive(check[..length], Home));
        AssertNothingLearnt();
        Assert.Equal(StunOutcome.Verified, Receive(check, Home));
    }

    [Fact]
    public void A_check_may_overtake_the_answer_but_still_needs_the_password()
    {
        Assert.Equal(StunOutcome.Dropped, Receive(Check(_local, password: "guessed-guessed-guessed!"), Home));
        Assert.Equal(StunOutcome.Verified, Receive(Check(_local, username: $"{_local.UsernameFragment}:whoever"), Home));
        _agent.SetRemote(Remote);
        Assert.Equal(StunOutcome.Dropped, Receive(Check(_local, username: $"{_local.UsernameFragment}:whoever"), Mobile));
        Assert.False(_agent.IsVerified(Mobile));
    }

    [Fact]
    public void A_check_without_a_fingerprint_is_good_when_its_integrity_is()
    {
        var check = Build(1, (ref StunMessageWriter writer) =>
        {
            writer.AddUsername(Encoding.ASCII.GetBytes($"{_local.UsernameFragment}:wxyz"));
            writer.AddMessageIntegrity(Encoding.ASCII.GetBytes(_local.Password));
        });
        Assert.Equal(StunOutcome.Verified, Receive(check, Home));
    }

    [Theory]
    [InlineData(420)]
    [InlineData(487)]
    [InlineData(400)]
    public void Refuses_an_authentic_request_with_an_authentic_error_and_learns_nothing(int code)
    {
        var request = Build(3, (ref StunMessageWriter writer) =>
        {
            writer.AddUsername(Encoding.ASCII.GetBytes($"{_local.UsernameFragment}:wxyz"));
            if (code == 420)
                writer.AddOpaque(0x0003, [0, 0, 0, 2]);
            else
                writer.AddIceControlled(ulong.MaxValue);
            if (code == 400)
                writer.AddIceControlling(1);
            writer.AddMessageIntegrity(Encoding.ASCII.GetBytes(_local.Password));
            writer.AddFingerprint();
        });

        Assert.Equal(StunOutcome.Answered, Receive(request, Home));
        Assert.True(StunMessageReader.TryRead(_output[0], out var answer));
        Assert.Equal(StunMessageType.BindingError, answer.Type);
        Assert.True(answer.TryGetErrorCode(out var read));
        Assert.Equal(code, read);
        Assert.True(answer.VerifyIntegrity(Encoding.ASCII.GetBytes(_local.Password)));
        _output.Clear();
        AssertNothingLearnt();
    }

    [Fact]
    public void The_first_address_is_selected_until_another_is_nominated()
    {
        Receive(Check(_local), Home);
        Receive(Check(_local), Mobile);
        Assert.Equal(Home, _agent.Selected);
        Receive(Check(_local, nominate: true), Mobile);
        Assert.Equal(Mobile, _agent.Selected);
        Receive(Check(_local), Home);
        Assert.Equal(Mobile, _agent.Selected);
        Receive(Check(_local, nominate: true), Home);
        Assert.Equal(Home, _agent.Selected);
    }

    [Fact]
    public void Of_counted_nominations_the_highest_wins_in_whatever_order_they_come()
    {
        Receive(Check(_local, nominate: true, nomination: 2), Mobile);
        Receive(Check(_local, nominate: true, nomination: 1), Home);
        Assert.Equal(Mobile, _agent.Selected);
        Receive(Check(_local, nominate: true), Home); // a counting peer's uncounted check decides nothing
        Assert.Equal(Mobile, _agent.Selected);
        Receive(Check(_local, nominate: true, nomination: 3), Home);
        Assert.Equal(Home, _agent.Selected);
    }

    [Fact]
    public void A_USE_CANDIDATE_behind_the_integrity_nominates_nobody()
    {
        Receive(Check(_local, nominate: true), Home);
        var check = Check(_local)[..^8]; // without FINGERPRINT
        byte[] tampered = [.. check, 0x00, 0x25, 0x00, 0x00];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(tampered.AsSpan(2), (ushort)(tampered.Length - 20));
        Assert.Equal(StunOutcome.Verified, Receive(tampered, Mobile));
        Assert.Equal(Home, _agent.Selected);
    }

    [Fact]
    public void Follows_a_peer_whose_port_changed_without_a_nomination_once_the_old_one_is_silent()
    {
        var rebound = Address("192.0.2.1:5001");
        Receive(Check(_local, nominate: true), Home);
        _nowUs += 3 * MonotonicTime.Second;
        Receive(Check(_local), rebound);
        Assert.Equal(Home, _agent.Selected);
        _nowUs += MonotonicTime.Second;
        Receive(Check(_local), rebound);
        Assert.Equal(rebound, _agent.Selected);
    }

    [Fact]
    public void A_ninth_address_takes_the_place_of_the_one_silent_longest_but_never_of_the_selected()
    {
        var addresses = Enumerable.Range(1, 9).Select(index => Address($"198.51.100.{index}:4000")).ToArray();
        Receive(Check(_local, nominate: true), addresses[0]);
        foreach (var address in addresses[1..8])
        {
            _nowUs += 1000;
            Receive(Check(_local), address);
        }

        Receive(Check(_local), addresses[1]); // fresh again
        _nowUs += 1000;
        Receive(Check(_local), addresses[8]);

        Assert.Equal(addresses[0], _agent.Selected);
        Assert.False(_agent.IsVerified(addresses[2]));
        Assert.All(addresses.Except([addresses[2]]), address => Assert.True(_agent.IsVerified(address)));
    }

    [Fact]
    public void A_thousand_addresses_are_checked_from_and_eight_are_kept()
    {
        for (var index = 0; index < 1000; index++)
        {
            _nowUs += 1000;
            Receive(Check(_local), Address($"198.51.{index / 250}.{index % 250}:4000"));
        }

        Assert.Equal(8, Enumerable.Range(0, 1000).Count(index => _agent.IsVerified(Address($"198.51.{index / 250}.{index % 250}:4000"))));
        Assert.True(_agent.IsVerified(_agent.Selected));
    }

    [Fact]
    public void Consent_ends_thirty_seconds_after_the_last_authentic_check_and_returns_with_the_next()
    {
        Assert.False(_agent.HasConsent(_nowUs));
        Assert.Equal(0, _agent.ConsentExpiresAtUs);
        Receive(Check(_local), Home);
        var verifiedUs = _nowUs;
        _nowUs += 29 * MonotonicTime.Second;
        Receive(Check(_local, password: "guessed-guessed-guessed!"), Home); // renews nothing
        Assert.True(_agent.HasConsent(verifiedUs + (30 * MonotonicTime.Second) - 1));
        Assert.False(_agent.HasConsent(verifiedUs + (30 * MonotonicTime.Second)));
        _nowUs += 60 * MonotonicTime.Second;
        Receive(Check(_local), Home);
        Assert.True(_agent.HasConsent(_nowUs));
    }

    [Fact]
    public void After_a_restart_the_old_path_lives_until_a_check_with_the_new_credentials_and_not_longer()
    {
        _agent.SetRemote(Remote);
        Receive(Check(_local, nominate: true), Home);
        var renewed = IceCredentials.Generate();
        _agent.Restart(renewed);
        Assert.Equal(renewed, _agent.Local);

        Assert.Equal(StunOutcome.Verified, Receive(Check(_local), Home));
        Assert.Equal(Home, _agent.Selected);

        Assert.Equal(StunOutcome.Dropped, Receive(Check(renewed, password: _local.Password), Mobile)); // new name, old password
        Assert.Equal(StunOutcome.Verified, Receive(Check(renewed, username: $"{renewed.UsernameFragment}:new0"), Mobile)); // ahead of the answer
        Assert.Equal(Mobile, _agent.Selected);
        Assert.True(_agent.IsVerified(Home)); // packets on the way are still taken

        Assert.Equal(StunOutcome.Dropped, Receive(Check(_local, nominate: true), Home));
        Assert.Equal(Mobile, _agent.Selected);
    }

    [Fact]
    public void A_second_restart_before_the_first_was_used_keeps_the_path_that_works()
    {
        Receive(Check(_local), Home);
        var unused = IceCredentials.Generate();
        var renewed = IceCredentials.Generate();
        _agent.Restart(unused);
        _agent.Restart(renewed);
        Assert.Equal(StunOutcome.Verified, Receive(Check(_local), Home));
        Assert.Equal(StunOutcome.Dropped, Receive(Check(unused), Home));
        Assert.Equal(StunOutcome.Verified, Receive(Check(renewed), Home));
        Assert.Equal(StunOutcome.Dropped, Receive(Check(_local), Home));
    }

    [Fact]
    public void Nominations_are_counted_anew_after_a_restart()
    {
        Receive(Check(_local, nominate: true, nomination: 9), Home);
        var renewed = IceCredentials.Generate();
        _agent.Restart(renewed);
        Receive(Check(renewed), Home);
        Receive(Check(renewed, nominate: true, nomination: 1), Mobile);
        Assert.Equal(Mobile, _agent.Selected);
    }

    [Fact]
    public void Answering_a_check_allocates_nothing()
    {
        var check = Check(_local, nominate: true);
        for (var index = 0; index < 10; index++)
            Receive(check, Home);
        Assert.Equal(0, Allocation.BytesOf(() =>
        {
            for (var index = 0; index < 1000; index++)
            {
                _output.Clear();
                _agent.Receive(check, Home, _nowUs, _output);
            }
        }));
    }

    private StunOutcome Receive(byte[] datagram, TransportAddress from)
    {
        _output.Clear();
        return _agent.Receive(datagram, from, _nowUs, _output);
    }

    private void AssertNothingLearnt()
    {
        Assert.Equal(0, _output.Count);
        Assert.False(_agent.IsVerified(Home));
        Assert.False(_agent.HasSelected);
        Assert.False(_agent.HasConsent(_nowUs));
    }

    private byte[] Forge(string forgery)
    {
        var username = Encoding.ASCII.GetBytes($"{_local.UsernameFragment}:{Remote.UsernameFragment}");
        var password = Encoding.ASCII.GetBytes(_local.Password);
        switch (forgery)
        {
            case "no integrity":
                return Build(1, (ref StunMessageWriter writer) =>
                {
                    writer.AddUsername(username);
                    writer.AddUseCandidate();
                    writer.AddFingerprint();
                });
            case "no username":
                return Build(1, (ref StunMessageWriter writer) =>
                {
                    writer.AddMessageIntegrity(password);
                    writer.AddFingerprint();
                });
            case "wrong password": return Check(_local, password: Remote.Password);
            case "wrong ufrag": return Check(_local, username: "AAAAAAAA:wxyz");
            case "ufrag cut short": return Check(_local, username: $"{_local.UsernameFragment[..4]}:wxyz");
            case "no colon": return Check(_local, username: _local.UsernameFragment);
            case "wrong remote half": return Check(_local, username: $"{_local.UsernameFragment}:wxyZ");
            case "empty remote half": return Check(_local, username: $"{_local.UsernameFragment}:");
            case "wrong fingerprint":
                var check = Check(_local);
                check[^1] ^= 1;
                return check;
            case "indication" or "success answer":
                return Build(1, (ref StunMessageWriter writer) =>
                {
                    writer.AddUsername(username);
                    writer.AddMessageIntegrity(password);
                    writer.AddFingerprint();
                }, forgery == "indication" ? StunMessageType.BindingIndication : StunMessageType.BindingSuccess);
            case "truncated HMAC": // the first half is right, the rest is zero
                var truncated = Check(_local)[..^8];
                System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(truncated.AsSpan(2), (ushort)(truncated.Length - 20));
                truncated.AsSpan(truncated.Length - 10).Clear();
                return truncated;
            case "integrity of another length": // a well-formed ten bytes of HMAC
                var shortened = Check(_local)[..^16];
                shortened[^13] = 12;
                System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(shortened.AsSpan(2), (ushort)(shortened.Length - 20));
                return shortened;
            case "empty": return [];
            default: return new byte[20];
        }
    }
}
