using Sfu.Media;
using Sfu.WebRtc;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.WebRtc.Peer;
using Sfu.Wire;
using Sfu.Wire.Sdp;

namespace Sfu.Sockets.Loop;

/// <summary>
/// Everything one worker owns, without its socket: datagrams and time in, datagrams out. A datagram finds its session by
/// its exact source address; only a STUN request may find it by username (RFC 7983, RFC 8445 §7.3). Not thread-safe: one loop.
/// </summary>
internal sealed class MediaLoop(DtlsCertificate certificate, IWorkerEvents events, DatagramBatch output) : IDisposable
{
    /// <summary>How often handshakes and consent are looked at; the shortest DTLS timer is 100 ms.</summary>
    private const long PeerScanIntervalUs = 20 * MonotonicTime.Millisecond;

    /// <summary>With what is forwarded anyway, a look comes this much early: it then needs no wake-up.</summary>
    private const long EarlyScanUs = 4 * MonotonicTime.Millisecond;

    /// <summary>A browser that has not sent one valid check by then will not come: candidate gathering ends within 40 s.</summary>
    private const long FirstCheckTimeoutUs = 60 * MonotonicTime.Second;

    private const long SumIntervalUs = MonotonicTime.Second;

    private const byte MarkerBit = 0x80;
    private const byte PayloadTypeMask = 0x7F;

    private readonly Dictionary<TransportAddress, PeerSession> _byAddress = [];
    private readonly Dictionary<ulong, PeerSession> _byUfrag = [];
    private readonly Dictionary<uint, PeerSession> _byParticipant = [];
    private readonly Dictionary<uint, LoopRoom> _rooms = [];
    private readonly List<LoopRoom> _roomList = [];
    private readonly List<PeerSession> _sessions = [];
    private readonly StunResponder _stunResponder = new();
    private readonly MediaCounters _ended = new();
    private readonly MediaCounters _sum = new();
    private long _nextPeerScanUs;
    private bool _batchIsEmpty = true;
    private bool _hasMedia;
    private bool _pictureIsOpen;
    private long _nextSumUs;
    private HoldBudget _hold;

    public LoopCounters Counters { get; } = new();

    public int ParticipantCount => _sessions.Count;

    public int RoomCount => _roomList.Count;

    public int AddressCount => _byAddress.Count;

    /// <summary>When <see cref="Forward"/> and <see cref="HandleTimers"/> want to be called next.</summary>
    public long NextDeadlineUs
    {
        get
        {
            var deadlineUs = _sessions.Count == 0 ? MonotonicTime.Never : _nextPeerScanUs;
            foreach (var room in _roomList)
                deadlineUs = Math.Min(deadlineUs, room.Media.NextDeadlineUs);
            return deadlineUs;
        }
    }

    /// <summary>
    /// What came in the last batch is better sent on together with what follows: a picture whose last packet is missing, or reports,
    /// which have no hurry. Sound does not wait for these; how it may wait for other sound, <see cref="HoldBudget"/> says.
    /// </summary>
    public bool MoreIsComing => _pictureIsOpen || (!_hasMedia && !_batchIsEmpty);

    /// <summary>Before the first <see cref="Receive"/> of a batch.</summary>
    public void BeginBatch()
    {
        _batchIsEmpty = true;
        _hasMedia = false;
        _pictureIsOpen = false;
    }

    public void Join(uint roomNumber, uint participant, IceCredentials local, SlotPlan slots, long nowUs)
    {
        if (!_rooms.TryGetValue(roomNumber, out var room))
        {
            room = new LoopRoom(roomNumber, events);
            _rooms.Add(roomNumber, room);
            _roomList.Add(room);
        }

        room.Participants++;
        var session = new PeerSession(
            participant, room, new ServerPeer(local, certificate), room.Media.Add(participant, slots), nowUs);
        _byParticipant.Add(participant, session);
        _sessions.Add(session);
        AddUfrag(session, local);
    }

    public void SetRemote(uint participant, IceCredentials remote, IReadOnlyList<CertificateFingerprint> fingerprints, long nowUs)
    {
        if (!_byParticipant.TryGetValue(participant, out var session))
            return;
        session.Peer.SetRemote(remote, fingerprints);
        AfterHandshakeStep(session, nowUs);
    }

    public void RestartIce(uint participant, IceCredentials local)
    {
        if (!_byParticipant.TryGetValue(participant, out var session))
            return;

        // The pair before the last one is of no use any more: the agent keeps one old pair only.
        while (session.UfragKeys.Count > 1)
        {
            _byUfrag.Remove(session.UfragKeys[0]);
            session.UfragKeys.RemoveAt(0);
        }

        session.Peer.RestartIce(local);
        AddUfrag(session, local);
    }

    public void SetPublishing(uint participant, Sources sources)
    {
        if (_byParticipant.TryGetValue(participant, out var session))
            session.Media.SetPublishing(sources);
    }

    public void SetView(uint participant, ReadOnlySpan<ViewItem> items)
    {
        if (_byParticipant.TryGetValue(participant, out var session))
            session.Media.SetView(items);
    }

    public void Leave(uint participant, long nowUs)
    {
        if (!_byParticipant.TryGetValue(participant, out var session))
            return;
        session.Peer.Close(nowUs, output);
        Forget(session);
    }

    /// <summary>Handles one datagram; <paramref name="datagram"/> is decrypted in place.</summary>
    public void Receive(Span<byte> datagram, in TransportAddress from, long nowUs)
    {
        if (datagram.IsEmpty)
            return; // a wake-up of the portable port, or somebody's harmless nothing

        Counters.DatagramsReceived++;
        _batchIsEmpty = false;
        Counters.BytesReceived += datagram.Length;
        switch (DatagramClassifier.Classify(datagram))
        {
            case DatagramKind.Rtp when _byAddress.TryGetValue(from, out var session):
                if (!session.Peer.TryUnprotectRtp(datagram, from, out var length))
                {
                    Counters.DroppedUnauthenticated++;
                    break;
                }

                NoteMedia(datagram);
                session.Media.ReceiveRtp(datagram[..length], nowUs);
                session.Room.HasWork = true;
                break;

            case DatagramKind.Rtcp when _byAddress.TryGetValue(from, out var session):
                if (!session.Peer.TryUnprotectRtcp(datagram, from, out length))
                {
                    Counters.DroppedUnauthenticated++;
                    break;
                }

                session.Media.ReceiveRtcp(datagram[..length], nowUs);
                break;

            case DatagramKind.Dtls when _byAddress.TryGetValue(from, out var session):
                session.Peer.ReceiveDtls(datagram, from, nowUs, output);
                AfterHandshakeStep(session, nowUs);
                break;

            case DatagramKind.Stun:
                ReceiveStun(datagram, from, nowUs);
                break;

            case DatagramKind.Unknown:
                Counters.DroppedUnknownKind++;
                break;

            default:
                Counters.DroppedUnknownAddress++;
                break;
        }
    }

    /// <summary>Sends on what was ingested since the last call.</summary>
    public void Forward(long nowUs)
    {
        foreach (var room in _roomList)
        {
            if (!room.HasWork)
                continue;
            room.HasWork = !room.Media.TryForward(nowUs, _hold.LongestUs, output);
        }

        if (_nextPeerScanUs - nowUs <= EarlyScanUs)
            LookAtPeers(nowUs);
    }

    public void HandleTimers(long nowUs)
    {
        foreach (var room in _roomList)
        {
            if (room.Media.NextDeadlineUs <= nowUs)
                room.Media.HandleTimers(nowUs, output);
        }

        if (nowUs >= _nextPeerScanUs)
            LookAtPeers(nowUs);
    }

    public void CloseAll(long nowUs)
    {
        for (var i = _sessions.Count - 1; i >= 0; i--)
            Leave(_sessions[i].Participant, nowUs);
    }

    public void Dispose()
    {
        for (var i = _sessions.Count - 1; i >= 0; i--)
            Forget(_sessions[i]);
    }

    private void LookAtPeers(long nowUs)
    {
        _nextPeerScanUs = nowUs + PeerScanIntervalUs;
        for (var i = _sessions.Count - 1; i >= 0; i--)
        {
            if (_sessions[i].NextLookUs <= nowUs)
                ScanPeer(_sessions[i], nowUs);
        }
        if (nowUs < _nextSumUs)
            return;
        _hold.Choose(Counters.DatagramsSent, nowUs);
        _nextSumUs = nowUs + SumIntervalUs;
        SumMediaCounters();
    }

    /// <param name="packet">RTP, RFC 3550 §5.1: the second byte is the marker, set on a picture's last packet, and the payload type.</param>
    private void NoteMedia(ReadOnlySpan<byte> packet)
    {
        _hasMedia = true;
        if ((packet[1] & PayloadTypeMask) != MediaProfile.OpusPayloadType)
            _pictureIsOpen = (packet[1] & MarkerBit) == 0;
    }

    private void ReceiveStun(ReadOnlySpan<byte> datagram, in TransportAddress from, long nowUs)
    {
        if (!IceUfrag.TryReadLocal(datagram, out var key))
        {
            Count(_stunResponder.TryRespond(datagram, from, nowUs, output));
            return;
        }

        if (!_byUfrag.TryGetValue(key, out var session))
        {
            Counters.DroppedStun++;
            return;
        }

        var outcome = session.Peer.ReceiveStun(datagram, from, nowUs, output);
        Count(outcome != StunOutcome.Dropped);
        if (outcome == StunOutcome.Verified)
            FollowVerifiedAddress(session, from);
    }

    private void Count(bool answered)
    {
        if (answered)
            Counters.StunAnswered++;
        else
            Counters.DroppedStun++;
    }

    private void FollowVerifiedAddress(PeerSession session, in TransportAddress from)
    {
        session.NextLookUs = 0; // consent now ends at another time
        if (!_byAddress.TryGetValue(from, out var known) || known != session)
        {
            // An address belongs to whoever last proved to sit behind it: after a NAT rebinding that is the newcomer.
            known?.Addresses.Remove(from);
            _byAddress[from] = session;
            session.Addresses.Add(from);
            DropAddressesIceForgot(session);
        }

        if (session.MediaIsConnected && session.Peer.Destination != session.Destination)
        {
            session.Destination = session.Peer.Destination;
            session.Media.MoveTo(session.Destination);
        }
    }

    private void DropAddressesIceForgot(PeerSession session)
    {
        for (var i = session.Addresses.Count - 1; i >= 0; i--)
        {
            if (session.Peer.IsVerified(session.Addresses[i]))
                continue;
            _byAddress.Remove(session.Addresses[i]);
            session.Addresses.RemoveAt(i);
        }
    }

    private void AfterHandshakeStep(PeerSession session, long nowUs)
    {
        session.NextLookUs = 0;
        switch (session.Peer.State)
        {
            case DtlsState.Connected when !session.MediaIsConnected && session.Peer.Sender is { } sender:
                session.MediaIsConnected = true;
                session.Destination = session.Peer.Destination;
                session.Media.Connect(sender, session.Destination);
                session.Room.HasWork = true;
                events.MediaConnected(session.Participant);
                break;
            case DtlsState.Failed:
                End(session, PeerEnd.HandshakeFailed, nowUs);
                break;
            case DtlsState.Closed:
                End(session, PeerEnd.ClosedByPeer, nowUs);
                break;
        }
    }

    private void ScanPeer(PeerSession session, long nowUs)
    {
        if (session.Peer.NextDeadlineUs <= nowUs)
        {
            session.Peer.HandleTimeout(nowUs, output);
            AfterHandshakeStep(session, nowUs);
            if (session.Peer.State is DtlsState.Failed or DtlsState.Closed)
                return;
        }

        var consentExpiresAtUs = session.Peer.ConsentExpiresAtUs;
        var deadlineUs = consentExpiresAtUs == 0 ? session.JoinedAtUs + FirstCheckTimeoutUs : consentExpiresAtUs;
        if (nowUs >= deadlineUs)
            End(session, PeerEnd.ConsentExpired, nowUs);
        else
            session.NextLookUs = Math.Min(deadlineUs, session.Peer.NextDeadlineUs);
    }

    private void End(PeerSession session, PeerEnd reason, long nowUs)
    {
        if (reason != PeerEnd.ConsentExpired)
            session.Peer.Close(nowUs, output);
        Forget(session);
        events.MediaEnded(session.Participant, reason);
    }

    private void Forget(PeerSession session)
    {
        _byParticipant.Remove(session.Participant);
        _sessions.Remove(session);
        foreach (var address in session.Addresses)
            _byAddress.Remove(address);
        foreach (var key in session.UfragKeys)
            _byUfrag.Remove(key);

        session.Room.Media.Remove(session.Media);
        session.Peer.Dispose();
        if (--session.Room.Participants == 0)
        {
            _rooms.Remove(session.Room.Number);
            _roomList.Remove(session.Room);
            session.Room.Media.AddCountersTo(_ended);
            session.Room.Media.Dispose();
            SumMediaCounters();
        }
        else
        {
            session.Room.HasWork = true;
        }
    }

    /// <summary>Summed up apart, so that nobody reads a sum that is half done.</summary>
    private void SumMediaCounters()
    {
        _sum.CopyFrom(_ended);
        foreach (var room in _roomList)
            room.Media.AddCountersTo(_sum);
        Counters.Media.CopyFrom(_sum);
    }

    private void AddUfrag(PeerSession session, IceCredentials local)
    {
        var key = IceUfrag.ToKey(local.UsernameFragment);
        session.UfragKeys.Add(key);
        _byUfrag[key] = session;
    }
}
