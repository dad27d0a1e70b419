using System.Buffers.Binary;
using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Srtp;

/// <summary>A sender and a receiver with the same keys, and packets to try them with.</summary>
internal sealed class SrtpPair : IDisposable
{
    public const int HeaderLength = 12;

    public static TheoryData<SrtpProtectionProfile> Profiles { get; } =
        new(SrtpProtectionProfile.AeadAes128Gcm, SrtpProtectionProfile.Aes128CmHmacSha1_80);

    private readonly Random _random;

    public SrtpPair(SrtpProtectionProfile profile, int seed = 1)
    {
        _random = new Random(seed);
        var key = new byte[profile.KeyLength];
        var salt = new byte[profile.SaltLength];
        _random.NextBytes(key);
        _random.NextBytes(salt);
        Sender = new SrtpSender(profile, key, salt);
        Receiver = new SrtpReceiver(profile, key, salt);
    }

    public SrtpSender Sender { get; }

    public SrtpReceiver Receiver { get; }

    /// <summary>A plain RTP packet whose sequence number is the low half of the index.</summary>
    public byte[] Rtp(uint ssrc, ulong index, int payloadLength = 50)
    {
        var packet = new byte[HeaderLength + payloadLength];
        _random.NextBytes(packet);
        packet[0] = 0x80;
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)index);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return packet;
    }

    public byte[] ProtectedRtp(uint ssrc, ulong index, int payloadLength = 50) => Protect(Rtp(ssrc, index, payloadLength), index);

    public byte[] Protect(byte[] rtp, ulong index)
    {
        var buffer = new byte[rtp.Length + Sender.MaxOverhead];
        rtp.CopyTo(buffer, 0);
        var length = Sender.ProtectRtp(buffer, HeaderLength, rtp.Length, (uint)(index >> 16));
        return buffer[..length];
    }

    public byte[] ProtectedRtcp(uint ssrc, int bodyLength = 20)
    {
        var buffer = new byte[8 + bodyLength + Sender.MaxOverhead];
        _random.NextBytes(buffer);
        buffer[0] = 0x80;
        buffer[1] = 200;
        BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(4), ssrc);
        return buffer[..Sender.ProtectRtcp(buffer, 8 + bodyLength)];
    }

    /// <summary>Feeds a copy, so that the same packet can be offered again.</summary>
    public bool Accepts(byte[] srtp) => Receiver.TryUnprotectRtp((byte[])srtp.Clone(), HeaderLength, out _);

    public bool AcceptsRtcp(byte[] srtcp) => Receiver.TryUnprotectRtcp((byte[])srtcp.Clone(), out _);

    public void Dispose()
    {
        Sender.Dispose();
        Receiver.Dispose();
    }
}
