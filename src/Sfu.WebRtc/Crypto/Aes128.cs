using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// AES with a 128-bit key (FIPS 197), forward direction only: everything in SRTP runs the cipher in a counter mode.
/// One key per instance; used by one loop, not thread-safe. Uses the processor's AES instructions, or the framework's
/// cipher where there are none. The key lies outside the GC heap and is wiped on disposal.
/// </summary>
internal sealed unsafe class Aes128 : IDisposable
{
    public const int KeyLength = 16;
    public const int BlockLength = CounterMode.BlockLength;

    /// <summary>The most bytes one counter block serves: 2^16 blocks (RFC 3711 §4.1.1).</summary>
    public const int MaxCounterLength = BlockLength << 16;

    private const nuint CacheLine = 64;

    private readonly PortableBlocks? _portable;
    private AesRoundKeys* _keys;

    /// <param name="key">16 bytes.</param>
    /// <param name="portable">True keeps away from the AES instructions; tests use it to run both ways on one machine.</param>
    public Aes128(ReadOnlySpan<byte> key, bool portable = false)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        if (portable || !AesRoundKeys.IsSupported)
        {
            _portable = new PortableBlocks(key);
            return;
        }

        _keys = (AesRoundKeys*)NativeMemory.AlignedAlloc((nuint)sizeof(AesRoundKeys), CacheLine);
        AesRoundKeys.Expand(key, ref *_keys);
    }

    /// <summary>Adds the keystream that starts at <paramref name="counterBlock"/> to the data, in place: encrypts or decrypts.</summary>
    public void XorKeystream(Vector128<byte> counterBlock, Span<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, MaxCounterLength);
        var counter = CounterMode.Reverse(counterBlock).AsUInt32();
        if (_portable is { } portable)
        {
            portable.Xor(counter, data);
            return;
        }

        ObjectDisposedException.ThrowIf(_keys is null, this);
        fixed (byte* start = data)
            CounterMode.Xor(_keys, counter, start, data.Length, CounterMode.IsWideSupported);
    }

    public void Dispose()
    {
        _portable?.Dispose();
        if (_keys is null)
            return;
        *_keys = default;
        NativeMemory.AlignedFree(_keys);
        _keys = null;
    }

    /// <summary>The framework's AES, fed through arrays that live as long as the key, so that nothing is allocated per packet.</summary>
    private sealed class PortableBlocks : IDisposable
    {
        private readonly Aes _aes = Aes.Create();
        private readonly ICryptoTransform _encryptor;
        private readonly byte[] _input = new byte[BlockLength];
        private readonly byte[] _output = new byte[BlockLength];

        public PortableBlocks(ReadOnlySpan<byte> key)
        {
            _aes.Key = key.ToArray();
            _aes.Padding = PaddingMode.None;
#pragma warning disable CA5358 // Single blocks are what a counter mode is made of; nothing longer is encrypted this way.
            _aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
            _encryptor = _aes.CreateEncryptor();
        }

        public void Xor(Vector128<uint> counter, Span<byte> data)
        {
            for (; !data.IsEmpty; counter += Vector128.CreateScalar(1u))
            {
                var part = data[..Math.Min(BlockLength, data.Length)];
                CounterMode.Reverse(counter.AsByte()).CopyTo(_input);
                _encryptor.TransformBlock(_input, 0, BlockLength, _output, 0);
                for (var i = 0; i < part.Length; i++)
                    part[i] ^= _output[i];
                data = data[part.Length..];
            }
        }

        public void Dispose()
        {
            _encryptor.Dispose();
            _aes.Dispose();
        }
    }
}
