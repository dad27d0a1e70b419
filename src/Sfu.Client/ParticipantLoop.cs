using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Sfu.Client.Media;
using Sfu.Sockets;
using Sfu.Sockets.Udp;
using Sfu.WebRtc;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.WebRtc.Peer;
using Sfu.Wire;
using Sfu.Wire.Sdp;

namespace Sfu.Client;

/// <summary>
/// The thread of one headless participant: its UDP port, its peer and its media, which nobody else touches. Others post
/// work to it and read counters. Lives until disposed.
/// </summary>
internal sealed class ParticipantLoop : IDisposable
{
    /// <summary>The loop looks up from its socket at least this often.</summary>
    private const long MaxWaitUs = 100 * MonotonicTime.Millisecond;

    /// <summary>Enough for one key frame of each layer.</summary>
    private const int OutputDatagrams = 128;
    private const int SocketBufferBytes = 1 << 20;

    private readonly UdpPort _port;
    private readonly ClientPeer _peer;
    private readonly ClientMedia _media;
    private readonly DatagramBatch _output;
    private readonly ReceiveSlab _slab = new();
    private readonly RandomDrop _receiveDrop;
    private readonly RandomDrop _sendDrop;
    private readonly ConcurrentQueue<Action<long>> _mailbox = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private Egress? _egress;
    private volatile bool _stopping;
    private long _refusedPackets;

    private ParticipantLoop(HeadlessOptions options, ClientPeer peer, ClientMedia media, bool loopbackOnly)
    {
        _peer = peer;
        _media = media;
        _receiveDrop = new RandomDrop(options.ReceiveLoss, RandomNumberGenerator.GetInt32(1, int.MaxValue));
        _sendDrop = new RandomDrop(options.SendLoss, RandomNumberGenerator.GetInt32(1, int.MaxValue));
        _port = UdpPort.Open(
            loopbackOnly ? IPAddress.Loopback : IPAddress.IPv6Any, options.LocalPort, SocketBufferBytes, UdpBackend.Auto);
        _output = new DatagramBatch(OutputDatagrams, _port.Send);
        _thread = new Thread(Run) { IsBackground = true, Name = "headless participant" };
    }

    /// <summary>Completes when media can flow; fails when it never will.</summary>
    public Task Connected => _connected.Task;

    public ClientMedia Media => _media;

    public string Failure { get; private set; } = "";

    public long RefusedPackets => Volatile.Read(ref _refusedPackets);

    /// <summary>Makes the loop that an offer of the server calls for; it does nothing before <see cref="Start"/>.</summary>
    /// <param name="offer">The server's offer.</param>
    /// <param name="credentials">Ours, as the answer announces them.</param>
    /// <param name="certificate">Ours; outlives the loop.</param>
    /// <param name="participantId">What the server calls us: stamped into what is sent.</param>
    /// <param name="options">What to send and receive.</param>
    public static ParticipantLoop Create(
        SdpOffer offer, IceCredentials credentials, DtlsCertificate certificate, string participantId, HeadlessOptions options)
    {
        ReceiveSlot[] slots =
        [
            .. offer.AudioSlots.Select(slot => new ReceiveSlot(slot.Mid, IsVideo: false, slot.Ssrc, slot.RtxSsrc)),
            .. offer.VideoSlots.Select(slot => new ReceiveSlot(slot.Mid, IsVideo: true, slot.Ssrc, slot.RtxSsrc)),
        ];
        var peer = new ClientPeer(
            credentials,
            new IceCredentials(offer.IceUfrag, offer.IcePassword),
            [.. offer.Candidates],
            [new CertificateFingerprint(offer.Fingerprint.Algorithm, offer.Fingerprint.Value)],
            certificate);
        var loopbackOnly = offer.Candidates.All(candidate => IPAddress.IsLoopback(candidate.ToIPAddress()));
        return new ParticipantLoop(options, peer, new ClientMedia(options, participantId, slots), loopbackOnly);
    }

    public void Start() => _thread.Start();

    /// <summary>Runs work on the loop, with the time, before its next timers.</summary>
    public void Post(Action<long> work)
    {
        _mailbox.Enqueue(work);
        _port.Wake();
    }

    /// <summary>Says goodbye to the server, ends the thread and closes the port.</summary>
    public void Dispose()
    {
        _stopping = true;
        if (_thread.IsAlive)
        {
            _port.Wake();
            _thread.Join();
        }

        _connected.TrySetCanceled();
        _peer.Dispose();
        _output.Dispose();
        _slab.Dispose();
        _port.Dispose();
    }

    private void Run()
    {
        try
        {
            _peer.Start(MonotonicClock.NowUs, _output);
            while (!_stopping)
                Turn();
            _peer.Close(MonotonicClock.NowUs, _output);
            _port.Send(_output);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A thread may not throw; whoever waits for the participant is told instead.
            Fail(exception.ToString());
        }
    }

    private void Turn()
    {
        _port.Send(_output);
        var deadlineUs = Math.Min(_peer.NextDeadlineUs, _media.NextDeadlineUs);
        _port.Wait((int)Math.Clamp(deadlineUs - MonotonicClock.NowUs, 0, MaxWaitUs));
        _port.Receive(_slab);

        var nowUs = MonotonicClock.NowUs;
        for (var i = 0; i < _slab.Count; i++)
            Receive(_slab[i], _slab.Source(i), nowUs);
        FollowPeer(nowUs);
        while (_mailbox.TryDequeue(out var work))
            work(nowUs);
        if (nowUs >= _peer.NextDeadlineUs)
            _peer.HandleTimeout(nowUs, _output);
        FollowPeer(nowUs);
        _media.HandleTimers(nowUs);
    }

    private void Receive(Span<byte> datagram, in TransportAddress from, long nowUs)
    {
        switch (DatagramClassifier.Classify(datagram))
        {
            case DatagramKind.Stun:
                _peer.ReceiveStun(datagram, from, nowUs, _output);
                break;
            case DatagramKind.Dtls:
                _peer.ReceiveDtls(datagram, from, nowUs, _output);
                break;
            case DatagramKind.Rtp:
                if (_receiveDrop.Next())
                    break;
                if (_peer.TryUnprotectRtp(datagram, from, out var length))
                    _media.ReceiveRtp(datagram[..length], nowUs);
                else
                    _refusedPackets++;
                break;
            case DatagramKind.Rtcp:
                if (_peer.TryUnprotectRtcp(datagram, from, out length))
                    _media.ReceiveRtcp(datagram[..length], nowUs);
                else
                    _refusedPackets++;
                break;
        }
    }

    /// <summary>Media begins when there are keys and ends with them.</summary>
    private void FollowPeer(long nowUs)
    {
        if (_egress is not null && _peer.Sender is null)
        {
            _egress = null;
            _media.Disconnect();
        }
        else if (_egress is { } egress)
        {
            egress.Destination = _peer.Destination;
        }
        else if (_peer.Sender is { } sender && _peer.HasDestination)
        {
            _egress = new Egress(sender, _peer.Destination, _output, _sendDrop);
            _media.Connect(_egress, nowUs);
            _connected.TrySetResult();
        }

        if (_peer.State is DtlsState.Failed or DtlsState.Closed && Failure.Length == 0)
            Fail(_peer.State is DtlsState.Closed ? "The server closed the DTLS connection." : $"DTLS failed: {_peer.FailureReason}");
    }

    private void Fail(string reason)
    {
        Failure = reason;
        _connected.TrySetException(new IOException(reason));
    }
}
