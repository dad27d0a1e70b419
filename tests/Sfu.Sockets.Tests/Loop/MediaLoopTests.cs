using Sfu.Media;
using Sfu.Sockets.Loop;
using Sfu.WebRtc;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.Wire;

namespace Sfu.Sockets.Tests.Loop;

public sealed class MediaLoopTests : IDisposable
{
    private readonly VirtualCall _call = new();

    public void Dispose() => _call.Dispose();

    [Fact]
    public void Carries_audio_from_one_participant_to_the_others()
    {
        var (alice, bob) = ConnectTwo();
        var carol = _call.Join(3);
        _call.RunUntil(() => carol.IsConnected);
        _call.Loop.SetPublishing(1, Sources.Mic);

        SendAudio(alice, packets: 50);

        Assert.Equal(50, bob.MediaReceived.Count);
        Assert.Equal(50, carol.MediaReceived.Count);
        Assert.Empty(alice.MediaReceived);
        Assert.Contains(_call.Slots[2], slot => slot.Participant == 1 && slot.Kind == SourceKind.Mic);
    }

    [Fact]
    public void Keeps_rooms_apart()
    {
        var alice = _call.Join(1, room: 1);
        var stranger = _call.Join(2, room: 2);
        _call.RunUntil(() => alice.IsConnected && stranger.IsConnected);
        _call.Loop.SetPublishing(1, Sources.Mic);

        SendAudio(alice, packets: 20);

        Assert.Empty(stranger.MediaReceived);
        Assert.Equal(2, _call.Loop.RoomCount);
    }

    [Fact]
    public void Sends_nobody_anything_before_an_authenticated_check_and_nothing_to_strangers()
    {
        var (alice, _) = ConnectTwo();
        var stranger = TransportAddress.FromIPv4(0x0A0000FF, 999);
        byte[] clientHello = [22, 0xFE, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2];
        byte[] rtp = [0x80, 111, 0, 1, 0, 0, 0, 1, 0, 0, 0, 78, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
        byte[] garbage = [200, 1, 2, 3];
        for (var i = 0; i < 1000; i++)
        {
            _call.Inject(clientHello, stranger);
            _call.Inject(rtp, stranger);
            _call.Inject(garbage, stranger);
        }

        _call.Run(MonotonicTime.Second);

        Assert.Empty(_call.Strays);
        Assert.Equal(2000, _call.Loop.Counters.DroppedUnknownAddress);
        Assert.Equal(1000, _call.Loop.Counters.DroppedUnknownKind);
        Assert.True(alice.IsConnected);
        Assert.Empty(_call.Ended);
    }

    [Fact]
    public void Forged_packets_from_the_right_address_change_nothing()
    {
        var (alice, bob) = ConnectTwo();
        _call.Loop.SetPublishing(1, Sources.Mic);
        SendAudio(alice, packets: 5);
        byte[] clientHello = [22, 0xFE, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2];
        byte[] fatalAlert = [21, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 2, 40];
        byte[] rtp = [0x80, 111, 0x7F, 1, 0, 0, 0, 1, 0, 0, 0, 78, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
        for (var i = 0; i < 1000; i++)
        {
            _call.Inject(clientHello, alice.Address);
            _call.Inject(fatalAlert, alice.Address);
            _call.Inject(rtp, alice.Address);
        }

        SendAudio(alice, packets: 5);

        Assert.Equal(10, bob.MediaReceived.Count);
        Assert.Equal(1000, _call.Loop.Counters.DroppedUnauthenticated);
        Assert.Empty(_call.Ended);
    }

    [Fact]
    public void Media_follows_a_rebinding_only_after_a_check_from_the_new_address()
    {
        var (alice, bob) = ConnectTwo();
        _call.Loop.SetPublishing(1, Sources.Mic);
        SendAudio(alice, packets: 5);

        _call.Rebind(bob, TransportAddress.FromIPv4(0x0A000999, 5555));
        var before = bob.MediaReceived.Count;
        SendAudio(alice, packets: 2);
        Assert.Equal(before, bob.MediaReceived.Count);

        _call.RunUntil(
            () =>
            {
                alice.SendAudio();
                return bob.MediaReceived.Count > before;
            },
            10 * MonotonicTime.Second);
        Assert.Empty(_call.Ended);
    }

    [Fact]
    public void Ends_a_participant_who_has_not_checked_for_30_seconds()
    {
        var (_, bob) = ConnectTwo();
        _call.Disconnect(bob);

        _call.Run(20 * MonotonicTime.Second);
        Assert.Empty(_call.Ended);
        _call.Run(12 * MonotonicTime.Second);

        Assert.Equal([(2u, PeerEnd.ConsentExpired)], _call.Ended);
        Assert.Equal(1, _call.Loop.ParticipantCount);
    }

    [Fact]
    public void Gives_up_a_participant_who_never_comes()
    {
        _call.Disconnect(_call.Join(1));

        _call.Run(61 * MonotonicTime.Second);

        Assert.Equal([(1u, PeerEnd.ConsentExpired)], _call.Ended);
        Assert.Equal(0, _call.Loop.RoomCount);
    }

    [Fact]
    public void Connects_when_the_answer_comes_after_the_handshake()
    {
        var alice = _call.Join(1, answers: false);
        _call.RunUntil(() => alice.IsConnected);
        Assert.Empty(_call.Connected);

        alice.Answer();

        Assert.Equal([1u], _call.Connected);
    }

    [Fact]
    public void Ends_a_participant_whose_certificate_is_not_the_announced_one()
    {
        using var other = DtlsCertificate.CreateSelfSigned();
        var alice = _call.Join(1, answers: false);
        alice.AnswerWith(other.Fingerprint);

        _call.RunUntil(() => _call.Ended.Count > 0);

        Assert.Equal([(1u, PeerEnd.HandshakeFailed)], _call.Ended);
        Assert.Empty(_call.Connected);
    }

    [Fact]
    public void Ends_a_participant_who_says_goodbye()
    {
        var (_, bob) = ConnectTwo();

        bob.Close();
        _call.Step();

        Assert.Equal([(2u, PeerEnd.ClosedByPeer)], _call.Ended);
    }

    [Fact]
    public void An_ICE_restart_keeps_the_call_and_the_old_username_dies()
    {
        var (alice, bob) = ConnectTwo();
        _call.Loop.SetPublishing(1, Sources.Mic);
        for (var i = 0; i < 5; i++)
            _call.Loop.RestartIce(2, IceCredentials.Generate());

        SendAudio(alice, packets: 5);

        Assert.Equal(5, bob.MediaReceived.Count);
    }

    [Fact]
    public void A_room_dies_with_its_last_participant_and_leaves_nothing_behind()
    {
        ConnectTwo();

        _call.Loop.Leave(1, _call.NowUs);
        Assert.Equal(1, _call.Loop.RoomCount);
        _call.Loop.Leave(2, _call.NowUs);

        Assert.Equal(0, _call.Loop.RoomCount);
        Assert.Equal(0, _call.Loop.ParticipantCount);
        Assert.Equal(0, _call.Loop.AddressCount);
        Assert.Equal(MonotonicTime.Never, _call.Loop.NextDeadlineUs);
    }

    [Fact]
    public void Commands_for_someone_who_has_just_left_do_nothing()
    {
        _call.Loop.SetPublishing(9, Sources.Mic);
        _call.Loop.SetView(9, []);
        _call.Loop.RestartIce(9, IceCredentials.Generate());
        _call.Loop.Leave(9, _call.NowUs);
        Assert.Equal(0, _call.Loop.ParticipantCount);
    }

    private (VirtualClient Alice, VirtualClient Bob) ConnectTwo()
    {
        var alice = _call.Join(1);
        var bob = _call.Join(2);
        _call.RunUntil(() => alice.IsConnected && bob.IsConnected && _call.Connected.Count == 2);
        return (alice, bob);
    }

    [Fact]
    public void A_busy_loop_lets_a_voice_wait_for_the_next_and_sends_both_without_another_packet_coming()
    {
        var (alice, bob) = ConnectTwo();
        var carol = _call.Join(3);
        _call.RunUntil(() => carol.IsConnected);
        _call.Loop.SetPublishing(1, Sources.Mic);
        _call.Loop.SetPublishing(2, Sources.Mic);
        for (var i = 0; i < 100; i++)
        {
            _call.Loop.Counters.DatagramsSent += 400; // 20 000 a second
            alice.SendAudio();
            _call.Step(0);
            _call.Step(3000);
            bob.SendAudio();
            _call.Step(0);
            _call.Step(17_000);
        }

        carol.MediaReceived.Clear();
        alice.SendAudio();
        _call.Step(0);
        Assert.Empty(carol.MediaReceived);
        var deadlineUs = _call.Loop.NextDeadlineUs;
        Assert.InRange(deadlineUs, _call.NowUs, _call.NowUs + 5000);

        _call.Step(5000);

        Assert.Single(carol.MediaReceived);
    }

    private void SendAudio(VirtualClient client, int packets)
    {
        for (var i = 0; i < packets; i++)
        {
            client.SendAudio();
            _call.Step();
            _call.Step();
        }
    }
}
