using System.Buffers.Binary;
using Sfu.Media.Rooms;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Tests.Virtual;

/// <summary>
/// A participant's far end in virtual time: sends plain packets into the room (the room gets them decrypted) and decrypts
/// what comes back with a real receiver. Every datagram passes the nonce oracle: one plaintext per key, SSRC and index.
/// </summary>
internal sealed class Client : IDisposable
{
    private readonly SrtpSender _sender;
    private readonly SrtpReceiver _receiver;
    private readonly Dictionary<uint, long> _highest = [];
    private readonly Dictionary<(uint Ssrc, long Index), byte[]> _nonces = [];
    private readonly HashSet<(uint Ssrc, long Index)> _delivered = [];
    private readonly Conference _conference;
    private ushort _transportSequence = 65_500;

    public Client(Conference conference, uint number, int audioSlots, int videoSlots)
    {
        _conference = conference;
        Number = number;
        var key = new byte[16];
        var salt = new byte[12];
        new Random((int)number).NextBytes(key);
        new Random((int)number + 1000).NextBytes(salt);
        _sender = new SrtpSender(SrtpProtectionProfile.AeadAes128Gcm, key, salt);
        _receiver = new SrtpReceiver(SrtpProtectionProfile.AeadAes128Gcm, key, salt);
        Address = TransportAddress.FromIPv4(0x0A000000 + number, 5000);
        Plan = new SlotPlan(
            [.. Enumerable.Range(0, audioSlots).Select(i => new SlotStream(MediaProfile.AudioSlotMid(i), (number * 1000) + (uint)i, 0))],
            [.. Enumerable.Range(0, videoSlots).Select(i => new SlotStream(MediaProfile.VideoSlotMid(i), (number * 1000) + 100 + (uint)i, (number * 1000) + 200 + (uint)i))]);
        Media = conference.Room.Add(number, Plan);
    }

    public uint Number { get; }

    public SlotPlan Plan { get; }

    public TransportAddress Address { get; }

    public MediaParticipant Media { get; }

    public List<ReceivedRtp> Rtp { get; } = [];

    /// <summary>Whole compounds, decrypted.</summary>
    public List<(long AtUs, byte[] Compound)> Rtcp { get; } = [];

    /// <summary>As the last event said.</summary>
    public SlotAssignment[] Slots { get; set; } = [];

    public int SlotsChangedCount { get; set; }

    /// <summary>Returns true for a datagram that is to get lost on the way to this client.</summary>
    public Func<ReadOnlyMemory<byte>, bool> Loses { get; set; } = _ => false;

    public int LostDatagrams { get; private set; }

    public Client Connect()
    {
        Media.Connect(_sender, Address);
        return this;
    }

    public TestStream Publish(SourceKind kind, string? rid = null, byte payloadType = 0) => new(this, kind, rid, payloadType);

    public IEnumerable<ReceivedRtp> On(string mid) => Rtp.Where(packet => packet.Mid == mid);

    public string? MidOf(uint participant, SourceKind kind) =>
        Slots.Where(slot => slot.Participant == participant && slot.Kind == kind).Select(slot => slot.Mid).SingleOrDefault();

    public ushort TakeTransportSequence() => _transportSequence++;

    /// <summary>Takes the packets instead of the room, for tests that send them later.</summary>
    public List<byte[]>? Recorder { get; set; }

    public void SendRtp(byte[] packet)
    {
        if (Recorder is { } recorder)
            recorder.Add(packet);
        else
            Media.ReceiveRtp(packet, _conference.NowUs);
    }

    public void SendRtcp(ReadOnlySpan<byte> compound) => Media.ReceiveRtcp(compound, _conference.NowUs);

    public void View(params ViewItem[] items) => Media.SetView(items);

    public void Nack(uint mediaSsrc, params ushort[] sequences)
    {
        var buffer = new byte[500];
        SendRtcp(buffer.AsSpan(0, NackWriter.Write(buffer, 1, mediaSsrc, sequences, out _)));
    }

    public void AskForKeyframe(uint mediaSsrc)
    {
        var buffer = new byte[PictureLossIndication.Length];
        new PictureLossIndication(1, mediaSsrc).Write(buffer);
        SendRtcp(buffer);
    }

    public int KeyframeRequestsFor(uint ssrc) => KeyframeRequestTimesFor(ssrc).Count;

    public List<long> KeyframeRequestTimesFor(uint ssrc)
    {
        var times = new List<long>();
        foreach (var (atUs, compound) in Rtcp)
        {
            var reader = new RtcpCompoundReader(compound);
            while (reader.TryReadNext(out var packet))
            {
                if (PictureLossIndication.TryRead(packet, out var loss) && loss.MediaSsrc == ssrc)
                    times.Add(atUs);
            }
        }

        return times;
    }

    /// <summary>Numbers asked for again on the stream, in order of asking.</summary>
    public List<(long AtUs, ushort Sequence)> NacksFor(uint ssrc)
    {
        var numbers = new List<(long, ushort)>();
        foreach (var (atUs, compound) in Rtcp)
        {
            var reader = new RtcpCompoundReader(compound);
            while (reader.TryReadNext(out var packet))
            {
                if (!NackReader.TryRead(packet, out var nack) || nack.MediaSsrc != ssrc)
                    continue;
                while (nack.TryReadNext(out var sequence))
                    numbers.Add((atUs, sequence));
            }
        }

        return numbers;
    }

    public List<(long AtUs, SenderReport Report)> SenderReportsFor(uint ssrc)
    {
        var reports = new List<(long, SenderReport)>();
        foreach (var (atUs, compound) in Rtcp)
        {
            var reader = new RtcpCompoundReader(compound);
            while (reader.TryReadNext(out var packet))
            {
                if (SenderReport.TryRead(packet, out var report, out _) && report.Ssrc == ssrc)
                    reports.Add((atUs, report));
            }
        }

        return reports;
    }

    public void Receive(ReadOnlySpan<byte> datagram)
    {
        var packet = datagram.ToArray();
        if (DatagramClassifier.Classify(packet) == DatagramKind.Rtcp)
        {
            Assert.True(_receiver.TryUnprotectRtcp(packet, out var rtcpLength));
            Rtcp.Add((_conference.NowUs, packet[..rtcpLength]));
            return;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(RtpHeader.SsrcOffset));
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(RtpHeader.SequenceNumberOffset));
        var index = SequenceNumbers.Extend(_highest.GetValueOrDefault(ssrc, sequence), sequence);
        _highest[ssrc] = Math.Max(_highest.GetValueOrDefault(ssrc), index);
        if (_nonces.TryGetValue((ssrc, index), out var before))
            Assert.Equal(before, packet);
        _nonces[(ssrc, index)] = [.. packet];

        if (Loses(packet))
        {
            LostDatagrams++;
            return;
        }

        // The same packet once more is what a receiver's replay window is for.
        if (!_delivered.Add((ssrc, index)))
            return;

        const int HeaderLength = 28;
        Assert.True(_receiver.TryUnprotectRtp(packet, HeaderLength, out var length), $"{Number}: {ssrc} {sequence}");
        Assert.True(RtpPacketReader.TryRead(packet.AsSpan(0, length), out var rtp));
        Assert.Equal(HeaderLength, rtp.HeaderLength);
        Assert.True(rtp.TryGetExtension(MediaProfile.MidExtensionId, out var mid));
        Assert.False(rtp.TryGetExtension(MediaProfile.TransportSequenceExtensionId, out _));
        Rtp.Add(new ReceivedRtp(
            _conference.NowUs, ssrc, index, rtp.Timestamp, rtp.Marker, rtp.PayloadType, rtp.Csrc(0),
            System.Text.Encoding.ASCII.GetString(mid), rtp.Payload.ToArray())
        {
            PaddingLength = rtp.PaddingLength,
        });
    }

    /// <summary>Lets the oracle forget the past, for runs too long to remember.</summary>
    public void Forget()
    {
        _nonces.Clear();
        _delivered.Clear();
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }
}
