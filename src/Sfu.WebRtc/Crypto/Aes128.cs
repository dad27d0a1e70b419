using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using AesNi = System.Runtime.Intrinsics.X86.Aes;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// AES with a 128-bit key (FIPS 197), forward direction only: everything in SRTP runs the cipher in a counter mode.
/// One key per instance; used by one loop, not thread-safe. Uses the processor's AES instructions, or the framework's
/// cipher where there are none.
/// </summary>
internal sealed partial class Aes128 : IDisposable
{
    public const int KeyLength = 16;
    public const int BlockLength = 16;

    private readonly PortableBlocks? _portable;
    private RoundKeys _roundKeys;

    /// <param name="key">16 bytes.</param>
    /// <param name="portable">True keeps away from the AES instructions; tests use it to run both ways on one machine.</param>
    public Aes128(ReadOnlySpan<byte> key, bool portable = false)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        if (!portable && AesNi.IsSupported)
            ExpandKey(Vector128.Create(key), out _roundKeys);
        else
            _portable = new PortableBlocks(key);
    }

    /// <summary>Encrypts one block; the spans may be the same.</summary>
    public void EncryptBlock(ReadOnlySpan<byte> block, Span<byte> destination)
    {
        if (_portable is { } portable)
            portable.Encrypt(Vector128.Create(block)).CopyTo(destination);
        else
            EncryptBlock(in _roundKeys, Vector128.Create(block)).CopyTo(destination);
    }

    public void Dispose()
    {
        _roundKeys = default;
        _portable?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<byte> EncryptBlock(in RoundKeys k, Vector128<byte> block)
    {
        block ^= k[0];
        for (var round = 1; round < RoundKeys.Last; round++)
            block = AesNi.Encrypt(block, k[round]);
        return AesNi.EncryptLast(block, k[RoundKeys.Last]);
    }

    // FIPS 197 §5.2; the instruction wants its round constant as an immediate, hence no loop.
    private static void ExpandKey(Vector128<byte> key, out RoundKeys keys)
    {
        keys = default;
        keys[0] = key;
        keys[1] = key = NextRoundKey(key, AesNi.KeygenAssist(key, 0x01));
        keys[2] = key = NextRoundKey(key, AesNi.KeygenAssist(key, 0x02));
        keys[3] = key = NextRoundKey(key, AesNi.KeygenAssist(key, 0x04));
        keys[4] = key = NextRoundKey(key, AesNi.KeygenAssist(key, 0x08));
        keys[5] = key = NextRoundKey(key, AesNi.KeygenAssist(key, 0x10));
        keys[6] = key = NextRoundKey(key, AesNi.KeygenAssist(key, 0x20));
        keys[7] = key = NextRoundKey(key, AesNi.KeygenAssist(key, 0x40));
        keys[8] = key = NextRoundKey(key, AesNi.KeygenAssist(key, 0x80));
        keys[9] = key = NextRoundKey(key, AesNi.KeygenAssist(key, 0x1B));
        keys[10] = NextRoundKey(key, AesNi.KeygenAssist(key, 0x36));
    }

    private static Vector128<byte> NextRoundKey(Vector128<byte> key, Vector128<byte> assist)
    {
        // Each word of a round key is the sum of all words before it; three shifted additions make that running sum.
        var words = key.AsUInt32();
        words ^= Vector128.Shuffle(words, Vector128.Create(9u, 0, 1, 2));
        words ^= Vector128.Shuffle(words, Vector128.Create(9u, 0, 1, 2));
        words ^= Vector128.Shuffle(words, Vector128.Create(9u, 0, 1, 2));
        return (words ^ Vector128.Create(assist.AsUInt32()[3])).AsByte();
    }

    /// <summary>The expanded key; lives inside its owner so that it is one load away.</summary>
    [InlineArray(Last + 1)]
    internal struct RoundKeys
    {
        /// <summary>AES-128 has 10 rounds and one key more.</summary>
        public const int Last = 10;

        private Vector128<byte> _first;
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

        public Vector128<byte> Encrypt(Vector128<byte> block)
        {
            block.CopyTo(_input);
            _encryptor.TransformBlock(_input, 0, BlockLength, _output, 0);
            return Vector128.Create(_output);
        }

        public void Dispose()
        {
            _encryptor.Dispose();
            _aes.Dispose();
        }
    }
}
