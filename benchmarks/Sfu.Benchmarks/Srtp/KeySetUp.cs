using BenchmarkDotNet.Attributes;
using Sfu.WebRtc.Crypto;
using Sfu.WebRtc.Srtp;

namespace Sfu.Benchmarks.Srtp;

/// <summary>What one direction of a new peer costs once: these allocate, and are not part of the packet path.</summary>
[BenchmarkCategory(Categories.Allocates)]
public class KeySetUp
{
    private readonly byte[] _key = new byte[16];
    private readonly byte[] _gcmSalt = new byte[12];
    private readonly byte[] _cmSalt = new byte[14];

    [Benchmark(Description = "AES-128-GCM key")]
    public void GcmKey() => new AesGcm128(_key).Dispose();

    [Benchmark(Description = "AES-128-GCM key, the framework's AesGcm")]
    public void GcmKeyOfTheFramework() => new AesGcm128(_key, portable: true).Dispose();

    [Benchmark(Description = "SRTP sender, GCM")]
    public void GcmSender() => new SrtpSender(SrtpProtectionProfile.AeadAes128Gcm, _key, _gcmSalt).Dispose();

    [Benchmark(Description = "SRTP sender, CM + HMAC-SHA1-80")]
    public void CounterModeSender() => new SrtpSender(SrtpProtectionProfile.Aes128CmHmacSha1_80, _key, _cmSalt).Dispose();
}
