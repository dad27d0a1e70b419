using BenchmarkDotNet.Attributes;
using Sfu.WebRtc.Crypto;
using Sfu.WebRtc.Srtp;

namespace Sfu.Benchmarks.Srtp;

/// <summary>
/// Verifying and decrypting one RTP packet in place. Every packet is copied first, since it is gone afterwards; and the
/// ciphers are called without their receiver, since that takes no packet twice: see <see cref="SrtpReplay"/> for what it adds.
/// </summary>
public class SrtpUnprotect
{
    private const ulong Index = 1;

    private readonly AesGcmCipher _gcm = AesGcmCipher.Derive(new byte[16], new byte[12]);
    private readonly AesCmHmacCipher _cm = new(new byte[16], new byte[14]);
    private readonly AesGcm128 _framework = new(new byte[16], portable: true);
    private readonly byte[] _nonce = new byte[AesGcm128.NonceLength];
    private readonly byte[] _packet = new byte[1500];
    private byte[] _gcmProtected = [];
    private byte[] _cmProtected = [];
    private byte[] _frameworkProtected = [];

    [Params(60, 100, 300, 600, 1100, 1200)]
    public int Size;

    [GlobalSetup]
    public void SetUp()
    {
        _gcmProtected = SrtpPacket.Make(Size);
        Array.Resize(ref _gcmProtected, _gcm.ProtectRtp(_gcmProtected, SrtpPacket.HeaderLength, Size, Index));
        _cmProtected = SrtpPacket.Make(Size);
        Array.Resize(ref _cmProtected, _cm.ProtectRtp(_cmProtected, SrtpPacket.HeaderLength, Size, Index));
        _frameworkProtected = SrtpPacket.Make(Size);
        Array.Resize(ref _frameworkProtected, Size + AesGcm128.TagLength);
        _framework.Encrypt(_nonce, Header(_frameworkProtected), Data(_frameworkProtected), Tag(_frameworkProtected));
    }

    [Benchmark(Baseline = true, Description = "GCM, the framework's AesGcm")]
    public bool GcmOfTheFramework()
    {
        _frameworkProtected.CopyTo(_packet, 0);
        return Genuine(_framework.TryDecrypt(_nonce, Header(_packet), Data(_packet), Tag(_packet)));
    }

    [Benchmark(Description = "GCM")]
    public bool Gcm()
    {
        _gcmProtected.CopyTo(_packet, 0);
        return Genuine(_gcm.TryUnprotectRtp(_packet.AsSpan(0, _gcmProtected.Length), SrtpPacket.HeaderLength, Index, out _));
    }

    [Benchmark(Description = "CM + HMAC-SHA1-80")]
    public bool CounterModeAndHmac()
    {
        _cmProtected.CopyTo(_packet, 0);
        return Genuine(_cm.TryUnprotectRtp(_packet.AsSpan(0, _cmProtected.Length), SrtpPacket.HeaderLength, Index, out _));
    }

    private static bool Genuine(bool verdict) => verdict ? true : throw new InvalidOperationException("The packet did not verify.");

    private static Span<byte> Header(byte[] packet) => packet.AsSpan(0, SrtpPacket.HeaderLength);

    private Span<byte> Data(byte[] packet) => packet.AsSpan(SrtpPacket.HeaderLength, Size - SrtpPacket.HeaderLength);

    private Span<byte> Tag(byte[] packet) => packet.AsSpan(Size, AesGcm128.TagLength);
}
