using System.Buffers.Binary;
using Sfu.Media.Rooms;
using Sfu.Testing;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Tests.StateFuzz;

/// <summary>
/// One participant of the state fuzz. What comes back to it passes the oracles: no nonce is used for two packets, all
/// decrypts and parses, every SSRC is one of its slots', nothing is its own, from a stranger or from a source that is off.
/// </summary>
internal sealed class FuzzClient : IDisposable
{
    private readonly SrtpSender _sender;
    private readonly SrtpReceiver _receiver;
    private readonly Dictionary<uint, long> _highest = [];
    private readonly Dictionary<(uint Ssrc, long Index), byte[]> _nonces = [];
    private readonly HashSet<uint> _ssrcs = [];

    public FuzzClient(MediaRoom room, uint number, Random random)
    {
        Number = number;
        var key = new byte[16];
        var salt = new byte[12];
        random.NextBytes(key);
        random.NextBytes(salt);
        _sender = new SrtpSender(SrtpProtectionProfile.AeadAes128Gcm, key, salt);
        _receiver = new SrtpReceiver(SrtpProtectionProfile.AeadAes128Gcm, key, salt);
        Address = TransportAddress.FromIPv4(0x0A000000 + number, 5000);
        Plan = new SlotPlan(
            [.. Enumerable.Range(0, random.Next(4)).Select(i => new SlotStream(MediaProfile.AudioSlotMid(i), (number * 1000) + (uint)i, 0))],
            [.. Enumerable.Range(0, random.Next(5)).Select(i => new SlotStream(MediaProfile.VideoSlotMid(i), (number * 1000) + 100 + (uint)i, (number * 1000) + 200 + (uint)i))]);
        foreach (var stream in Plan.Audio.Concat(Plan.Video))
        {
            _ssrcs.Add(stream.Ssrc);
            if (stream.RtxSsrc != 0)
                _ssrcs.Add(stream.RtxSsrc);
        }

        Media = room.Add(number, Plan);
        Streams = [.. Enumerable.Range(0, 6).Select(_ => new FuzzStream(random).Settle())];
    }

    public uint Number { get; }

    public SlotPlan Plan { get; }

    public TransportAddress Address { get; }

    public MediaParticipant Media { get; }

    public FuzzStream[] Streams { get; }

    public Sources Publishing { get; private set; }

    public bool IsConnected { get; private set; }

    public int Received { get; private set; }

    public ushort LastSequence { get; private set; }

    public uint[] Ssrcs => [.. _ssrcs];

    public void Connect()
    {
        IsConnected = true;
        Media.Connect(_sender, Address);
    }

    public void Publish(Sources sources)
    {
        Publishing = sources;
        Media.SetPublishing(sources);
    }

    public void Receive(ReadOnlySpan<byte> datagram, Func<uint, FuzzClient?> find)
    {
        Check(IsConnected, "a datagram before it was connected");
        var packet = datagram.ToArray();
        if (DatagramClassifier.Classify(packet) == DatagramKind.Rtcp)
        {
            Check(_receiver.TryUnprotectRtcp(packet, out var rtcpLength), "RTCP that does not decrypt");
            CheckCompound(packet.AsSpan(0, rtcpLength));
            return;
        }

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(RtpHeader.SsrcOffset));
        LastSequence = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(RtpHeader.SequenceNumberOffset));
        Check(_ssrcs.Contains(ssrc), $"SSRC {ssrc}, which no slot has");
        var index = SequenceNumbers.Extend(_highest.GetValueOrDefault(ssrc, LastSequence), LastSequence);
        _highest[ssrc] = Math.Max(_highest.GetValueOrDefault(ssrc), index);
        if (_nonces.TryGetValue((ssrc, index), out var before))
        {
            Check(before.AsSpan().SequenceEqual(datagram), $"two packets under one nonce: SSRC {ssrc}, index {index}");
            return;
        }

        _nonces[(ssrc, index)] = datagram.ToArray();
        Check(_receiver.TryUnprotectRtp(packet, 28, out var length), $"RTP that does not decrypt: SSRC {ssrc}, index {index}");
        Check(RtpPacketReader.TryRead(packet.AsSpan(0, length), out var rtp) && rtp.CsrcCount == 1 && !rtp.Payload.IsEmpty, "RTP that cannot be read");
        var (publisher, kind) = (find(rtp.Csrc(0) >> 2), (SourceKind)(rtp.Csrc(0) & 3));
        Check(publisher is not null, "media of somebody who is not in the room");
        Check(publisher != this, "its own media");
        Check((publisher!.Publishing & kind.ToFlag()) != 0, "media of a source that is off");
        Received++;
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }

    private void CheckCompound(ReadOnlySpan<byte> compound)
    {
        var reader = new RtcpCompoundReader(compound);
        var count = 0;
        while (reader.TryReadNext(out _))
            count++;
        Check(count > 0 && !reader.IsMalformed, "malformed RTCP");
    }

    private void Check(bool holds, string what)
    {
        if (!holds)
            throw new CheckFailedException($"participant {Number} got {what}");
    }
}
