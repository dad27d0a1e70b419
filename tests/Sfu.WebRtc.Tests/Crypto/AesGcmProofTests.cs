using System.Globalization;
using System.Security.Cryptography;
using Sfu.WebRtc.Crypto;

namespace Sfu.WebRtc.Tests.Crypto;

/// <summary>
/// Our AES-128-GCM against the framework's on random packets of every length, in place and copied, at every alignment and flush against forbidden
/// pages at either end; with 128-bit vectors and with the widest that the machine has. A short run each time; <c>SFU_GCM_COMPARISONS=10000000</c> runs ten million (docs/testing.md says what came out).
/// </summary>
public sealed class AesGcmProofTests
{
    private const int MaxPacketLength = 1500;
    private const int MaxHeaderLength = 80;
    private const int DefaultComparisons = 100_000;

    /// <summary>A new key costs more than a packet; each is used for this many.</summary>
    private const int PacketsPerKey = 500;

    private static readonly int Comparisons =
        int.TryParse(Environment.GetEnvironmentVariable("SFU_GCM_COMPARISONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : DefaultComparisons;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_comparison_with_the_framework_agrees(bool narrow)
    {
        Assert.True(AcceleratedAesGcm128.IsSupported, "This machine has no AES-NI; the fallback is in use and this test proves nothing.");
        var workers = Math.Clamp(Environment.ProcessorCount, 1, 8);
        Parallel.For(0, workers, worker => new Comparison(seed: 20261122 + worker, narrow).Run(Comparisons / workers + 1, first: worker * (MaxPacketLength / workers)));
    }

    /// <summary>Owned by one thread.</summary>
    private sealed class Comparison(int seed, bool narrow)
    {
        // Bytes are taken from anywhere within a megabyte of them: making them anew would take longer than all the cryptography.
        private const int PoolLength = 1 << 20;

        private readonly Random _random = new(seed);
        private readonly byte[] _pool = new byte[PoolLength];
        private readonly byte[] _plain = new byte[MaxPacketLength];
        private readonly byte[] _header = new byte[MaxHeaderLength];
        private readonly byte[] _nonce = new byte[AesGcm128.NonceLength];
        private readonly byte[] _key = new byte[AesGcm128.KeyLength];
        private readonly byte[] _cipher = new byte[MaxPacketLength];
        private readonly byte[] _tag = new byte[AesGcm128.TagLength];
        private readonly byte[] _slack = new byte[64 + MaxHeaderLength + MaxPacketLength + AesGcm128.TagLength + 64];

        public void Run(int count, int first)
        {
            using var room = new GuardedMemory(MaxHeaderLength + MaxPacketLength + AesGcm128.TagLength);
            _random.NextBytes(_pool);
            AesGcm? framework = null;
            AcceleratedAesGcm128? ours = null;
            for (var i = 0; i < count; i++)
            {
                if (i % PacketsPerKey == 0)
                {
                    framework?.Dispose();
                    ours?.Dispose();
                    Fill(_key);
                    framework = new AesGcm(_key, AesGcm128.TagLength);
                    ours = new AcceleratedAesGcm128(_key, narrow);
                }

                // Every length comes up in turn, so none is left to chance.
                var length = (first + i) % (MaxPacketLength + 1);
                Compare(framework!, ours!, room, length, headerLength: _random.Next(MaxHeaderLength + 1), place: i);
            }

            framework?.Dispose();
            ours?.Dispose();
        }

        private void Compare(AesGcm framework, AcceleratedAesGcm128 ours, GuardedMemory room, int length, int headerLength, int place)
        {
            var plain = _plain.AsSpan(0, length);
            var header = _header.AsSpan(0, headerLength);
            var cipher = _cipher.AsSpan(0, length);
            Fill(plain);
            Fill(header);
            Fill(_nonce);
            framework.Encrypt(_nonce, plain, cipher, _tag, header);

            // Header, payload and tag behind each other, as in a packet: right behind a forbidden page, right in front of one, or anywhere.
            var whole = headerLength + length + AesGcm128.TagLength;
            var packet = (place % 3) switch
            {
                0 => room.First(whole),
                1 => room.Last(whole),
                _ => _slack.AsSpan(place / 3 % 64, whole),
            };
            header.CopyTo(packet);
            var payload = packet.Slice(headerLength, length);
            var tag = packet[^AesGcm128.TagLength..];
            plain.CopyTo(payload);
            ours.Encrypt(_nonce, packet[..headerLength], payload, tag);
            Check(payload.SequenceEqual(cipher) && tag.SequenceEqual(_tag) && packet[..headerLength].SequenceEqual(header), "encrypts otherwise", length, headerLength);

            // One flipped bit in what is authenticated, in place or with header and tag elsewhere: refused, and nothing has changed.
            var inPlace = (place & 1) == 0;
            var flipped = _random.Next(whole * 8);
            packet[flipped / 8] ^= (byte)(1 << (flipped % 8));
            Check(!Open(ours, packet, headerLength, length, inPlace), $"takes a packet whose bit {flipped} is wrong", length, headerLength);
            packet[flipped / 8] ^= (byte)(1 << (flipped % 8));
            Check(payload.SequenceEqual(cipher), "changed a packet that it refused", length, headerLength);
            Check(Open(ours, packet, headerLength, length, inPlace) && payload.SequenceEqual(plain), "does not decrypt", length, headerLength);
        }

        private void Fill(Span<byte> bytes) => _pool.AsSpan(_random.Next(PoolLength - bytes.Length), bytes.Length).CopyTo(bytes);

        private bool Open(AcceleratedAesGcm128 ours, Span<byte> packet, int headerLength, int length, bool inPlace)
        {
            if (inPlace)
                return ours.TryDecrypt(_nonce, packet[..headerLength], packet.Slice(headerLength, length), packet[^AesGcm128.TagLength..]);
            Span<byte> header = stackalloc byte[MaxHeaderLength];
            Span<byte> tag = stackalloc byte[AesGcm128.TagLength];
            packet[..headerLength].CopyTo(header);
            packet[^AesGcm128.TagLength..].CopyTo(tag);
            return ours.TryDecrypt(_nonce, header[..headerLength], packet.Slice(headerLength, length), tag);
        }

        private static void Check(bool holds, string what, int length, int headerLength)
        {
            if (!holds)
                Assert.Fail($"{what}: {length} bytes behind a header of {headerLength}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_bit_of_the_tag_counts_at_every_length(bool narrow)
    {
        var random = new Random(1);
        using var ours = new AcceleratedAesGcm128(new byte[AesGcm128.KeyLength], narrow);
        var nonce = new byte[AesGcm128.NonceLength];
        var data = new byte[MaxPacketLength];
        var tag = new byte[AesGcm128.TagLength];
        for (var length = 0; length <= MaxPacketLength; length += length < 300 ? 1 : 13)
        {
            random.NextBytes(nonce);
            ours.Encrypt(nonce, [1, 2, 3], data.AsSpan(0, length), tag);
            for (var bit = 0; bit < AesGcm128.TagLength * 8; bit++)
            {
                tag[bit / 8] ^= (byte)(1 << (bit % 8));
                if (ours.TryDecrypt(nonce, [1, 2, 3], data.AsSpan(0, length), tag))
                    Assert.Fail($"bit {bit} of the tag does not count at {length} bytes");
                tag[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.True(ours.TryDecrypt(nonce, [1, 2, 3], data.AsSpan(0, length), tag));
        }
    }
}
