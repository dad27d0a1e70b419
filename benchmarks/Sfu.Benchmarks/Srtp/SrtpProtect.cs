using BenchmarkDotNet.Attributes;
using Sfu.WebRtc.Crypto;
using Sfu.WebRtc.Srtp;

namespace Sfu.Benchmarks.Srtp;

/// <summary>Encrypting and authenticating one RTP packet in place; <c>Size</c> counts header and payload, without the tag.</summary>
public class SrtpProtect
{
    private readonly SrtpSender _gcm = new(SrtpProtectionProfile.AeadAes128Gcm, new byte[16], new byte[12]);
    private readonly SrtpSender _cm = new(SrtpProtectionProfile.Aes128CmHmacSha1_80, new byte[16], new byte[14]);
    private readonly AesGcm128 _framework = new(new byte[16], portable: true);
    private readonly byte[] _nonce = new byte[AesGcm128.NonceLength];
    private byte[] _packet = [];
    private ulong _index;

    [Params(60, 100, 300, 600, 1100, 1200)]
    public int Size;

    [GlobalSetup]
    public void SetUp() => _packet = SrtpPacket.Make(Size);

    [Benchmark(Baseline = true, Description = "GCM, the framework's AesGcm")]
    public void GcmOfTheFramework()
    {
        SrtpPacket.SetSequenceNumber(_nonce.AsSpan(8), ++_index);
        _framework.Encrypt(
            _nonce, _packet.AsSpan(0, SrtpPacket.HeaderLength), _packet.AsSpan(SrtpPacket.HeaderLength, Size - SrtpPacket.HeaderLength),
            _packet.AsSpan(Size, AesGcm128.TagLength));
    }

    [Benchmark(Description = "GCM")]
    public int Gcm() => Protect(_gcm);

    [Benchmark(Description = "CM + HMAC-SHA1-80")]
    public int CounterModeAndHmac() => Protect(_cm);

    private int Protect(SrtpSender sender)
    {
        SrtpPacket.SetSequenceNumber(_packet, ++_index);
        return sender.ProtectRtp(_packet, SrtpPacket.HeaderLength, Size, (uint)(_index >> 16));
    }
}
