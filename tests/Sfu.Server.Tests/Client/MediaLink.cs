using Sfu.Client;
using Sfu.Client.Media;
using Sfu.WebRtc;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Rtp;

namespace Sfu.Server.Tests.Client;

/// <summary>Two client media halves back to back in virtual time: what one sends, the other receives a little later.</summary>
internal sealed class MediaLink : IDisposable
{
    private const long StepUs = MonotonicTime.Millisecond;
    private const long DelayUs = 10 * MonotonicTime.Millisecond;

    private readonly Side _left;
    private readonly Side _right;
    private long _nowUs = MonotonicTime.Second;

    /// <param name="options">Of the sender.</param>
    /// <param name="receiverOptions">Of the receiver.</param>
    /// <param name="seed">Decides which packets are lost.</param>
    public MediaLink(HeadlessOptions options, HeadlessOptions receiverOptions, int seed = 1)
    {
        var random = new Random(seed);
        var keys = new byte[2][];
        for (var i = 0; i < 2; i++)
            random.NextBytes(keys[i] = new byte[28]);

        _left = new Side(new ClientMedia(options, "left", []), keys[0], keys[1], new RandomDrop(options.SendLoss, seed));
        var slots = _left.Media.Streams.Select(
            (stream, index) => new ReceiveSlot($"s{index}", stream.ClockRate == 90_000, stream.Ssrc, stream.ClockRate == 90_000 ? stream.RtxSsrc : 0));
        _right = new Side(new ClientMedia(receiverOptions, "right", [.. slots]), keys[1], keys[0], new RandomDrop(receiverOptions.SendLoss, seed + 1));
        string[] kinds = ["mic", .. options.CameraLayers.Select(_ => "camera"), "screen", "screen-audio"];
        _right.Media.SetSlots(kinds.Select((kind, index) => ($"s{index}", (SlotSource?)new SlotSource("left", kind))));
    }

    public ClientMedia Sender => _left.Media;

    public ClientMedia Receiver => _right.Media;

    public long NowUs => _nowUs;

    public ReceivedStats Received(int slot) => _right.Media.ReceivedStats()[slot];

    public void Connect()
    {
        _left.Connect(_nowUs);
        _right.Connect(_nowUs);
    }

    public void Run(double seconds)
    {
        for (var end = _nowUs + (long)(seconds * MonotonicTime.Second); _nowUs < end; _nowUs += StepUs)
        {
            _left.Run(_right, _nowUs);
            _right.Run(_left, _nowUs);
        }
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
    }

    private sealed class Side : IDisposable
    {
        private readonly Queue<(long AtUs, byte[] Datagram)> _inbox = [];
        private readonly DatagramBatch _output = new();
        private readonly SrtpSender _sender;
        private readonly SrtpReceiver _receiver;
        private readonly RandomDrop _drop;

        public Side(ClientMedia media, byte[] ownKey, byte[] otherKey, RandomDrop drop)
        {
            Media = media;
            _drop = drop;
            _sender = new SrtpSender(SrtpProtectionProfile.AeadAes128Gcm, ownKey.AsSpan(0, 16), ownKey.AsSpan(16));
            _receiver = new SrtpReceiver(SrtpProtectionProfile.AeadAes128Gcm, otherKey.AsSpan(0, 16), otherKey.AsSpan(16));
        }

        public ClientMedia Media { get; }

        public void Connect(long nowUs) =>
            Media.Connect(new Egress(_sender, TransportAddress.FromIPv4(0x7F000001, 9), _output, _drop), nowUs);

        public void Run(Side other, long nowUs)
        {
            while (_inbox.TryPeek(out var next) && next.AtUs <= nowUs)
                Receive(_inbox.Dequeue().Datagram, nowUs);
            Media.HandleTimers(nowUs);
            for (var i = 0; i < _output.Count; i++)
                other._inbox.Enqueue((nowUs + DelayUs, _output[i].ToArray()));
            _output.Clear();
        }

        public void Dispose()
        {
            _output.Dispose();
            _sender.Dispose();
            _receiver.Dispose();
        }

        private void Receive(byte[] datagram, long nowUs)
        {
            if (DatagramClassifier.Classify(datagram) == DatagramKind.Rtcp)
            {
                Assert.True(_receiver.TryUnprotectRtcp(datagram, out var length));
                Media.ReceiveRtcp(datagram.AsSpan(0, length), nowUs);
            }
            else
            {
                Assert.True(RtpHeader.TryReadLength(datagram, out var headerLength));
                Assert.True(_receiver.TryUnprotectRtp(datagram, headerLength, out var length));
                Media.ReceiveRtp(datagram.AsSpan(0, length), nowUs);
            }
        }
    }
}
