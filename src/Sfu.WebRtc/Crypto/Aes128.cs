using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// AES with a 128-bit key (FIPS 197), forward direction only: everything in SRTP runs the cipher in a counter mode.
/// One key per instance; used by one loop, not thread-safe. Uses the processor's AES instructions, or the framework's
/// cipher where there are none. The key lies outside the GC heap and is wiped on disposal.
/// </summary>
internal sealed unsafe partial class Aes128 : IDisposable
{
    public const int KeyLength = 16;
    public const int BlockLength = 16;
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
