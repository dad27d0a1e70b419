using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// AES-128-GCM (NIST SP 800-38D) on AES-NI and PCLMULQDQ, in place, with a 96-bit nonce and a 128-bit tag: what one SRTP packet needs.
/// The framework's <see cref="AesGcm"/> costs over a microsecond per call whatever the size; it is the fallback (see <see cref="AesGcm128"/>) and the oracle of the tests.
/// Immutable after construction, so usable by any thread; the key lives in one block outside the GC heap and is wiped on disposal.
/// </summary>
/// <remarks>
/// One pass: eight counter blocks are in flight at a time, and what they encrypt is hashed from the registers while the next eight are on their way. Up to
/// sixteen blocks, times H^16..H^1, share one reduction; header, data and lengths of an audio packet are one such group.
/// </remarks>
internal sealed unsafe partial class AcceleratedAesGcm128 : IDisposable
{
    private const int BlockLength = CounterMode.BlockLength;

    /// <summary>So many blocks share a reduction.</summary>
    private const int MaxPower = 16;

    /// <summary>Four powers are loaded at once, from any on: behind the last, H^1, lie zeros.</summary>
    private const int Powers = MaxPower + CounterMode.WideLanes - 1;

    /// <summary>In blocks. The round keys take eleven: so the powers begin with a cache line, and each four of them are one.</summary>
    private const int PowersOffset = 12;

    private const int StateLength = (PowersOffset + Powers) * BlockLength;
    private const int CacheLine = 64;

    private readonly bool _isWide;
    private Vector128<byte>* _state;

    /// <param name="key">16 bytes.</param>
    /// <param name="narrow">True keeps to 128-bit vectors; tests and measurements use it to run both ways on one machine.</param>
    /// <exception cref="ArgumentException">Any other length.</exception>
    public AcceleratedAesGcm128(ReadOnlySpan<byte> key, bool narrow = false)
    {
        if (key.Length != AesGcm128.KeyLength)
            throw new ArgumentException("An AES-128 key has 16 bytes.", nameof(key));
        _isWide = IsWideSupported && !narrow;
        _state = (Vector128<byte>*)NativeMemory.AlignedAlloc(StateLength, CacheLine);
        NativeMemory.Clear(_state, StateLength);
        AesRoundKeys.Expand(key, ref *RoundKeys);
        var hashKey = GhashProduct.TimesX(CounterMode.Reverse(RoundKeys->Encrypt(Vector128<byte>.Zero)).AsUInt64());
        *Power(1) = hashKey;
        for (var i = 2; i <= MaxPower; i++)
            *Power(i) = GhashProduct.Multiply(*Power(i - 1), hashKey);
    }

    /// <summary>False: use the framework's implementation.</summary>
    public static bool IsSupported => AesRoundKeys.IsSupported && Pclmulqdq.IsSupported && Ssse3.IsSupported && BitConverter.IsLittleEndian;

    /// <summary>False: the processor multiplies one block at a time.</summary>
    public static bool IsWideSupported => IsSupported && CounterMode.IsWideSupported && Pclmulqdq.V512.IsSupported;

    private AesRoundKeys* RoundKeys => (AesRoundKeys*)_state;

    /// <summary>Encrypts <paramref name="data"/> in place and writes the tag.</summary>
    /// <param name="nonce">12 bytes, never used twice with this key.</param>
    /// <param name="associatedData">Authenticated, not encrypted.</param>
    /// <param name="data">Any length.</param>
    /// <param name="tag">At least 16 bytes; may lie right behind <paramref name="data"/>.</param>
    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> data, Span<byte> tag)
    {
        ObjectDisposedException.ThrowIf(_state is null, this);
        var counter = FirstCounter(nonce);
        fixed (byte* associated = associatedData, at = data)
            Apply<Encryption>(counter, associated, associatedData.Length, at, data.Length).CopyTo(tag);
    }

    /// <summary>Decrypts <paramref name="data"/> in place and verifies. False: the tag is wrong, and the data is as it was.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        ObjectDisposedException.ThrowIf(_state is null, this);
        if (tag.Length != AesGcm128.TagLength)
            return false;
        var counter = FirstCounter(nonce);
        fixed (byte* associated = associatedData, at = data)
        {
            // One instruction compares all bytes, in the same time wherever they differ.
            if (Apply<Decryption>(counter, associated, associatedData.Length, at, data.Length) == Vector128.Create(tag))
                return true;

            // Not genuine, and rare: the keystream is put back on. That costs a forger's packet half as much again, and a genuine one no second pass.
            CounterMode.Xor(RoundKeys, counter + Vector128.CreateScalar(1u), at, data.Length, _isWide);
            return false;
        }
    }

    /// <summary>Lists what encrypting touches: round keys and powers, whole.</summary>
    public void List(ReadAhead readAhead)
    {
        readAhead.Add(this);
        readAhead.Add(_state, StateLength);
    }

    public void Dispose()
    {
        if (_state is null)
            return;
        NativeMemory.Clear(_state, StateLength);
        NativeMemory.AlignedFree(_state);
        _state = null;
    }

    /// <summary>J0 of SP 800-38D §7.1 for a 96-bit nonce, byte-reversed: the 32-bit counter is then the lowest lane.</summary>
    private static Vector128<uint> FirstCounter(ReadOnlySpan<byte> nonce)
    {
        if (nonce.Length != AesGcm128.NonceLength)
            throw new ArgumentException("A GCM nonce has 12 bytes.", nameof(nonce));
        return Vector128.Create(
            1u,
            BinaryPrimitives.ReadUInt32BigEndian(nonce[8..]),
            BinaryPrimitives.ReadUInt32BigEndian(nonce[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(nonce));
    }

    private static int Blocks(int length) => (length + BlockLength - 1) / BlockLength;

    /// <summary>The last block that is hashed: both lengths in bits, byte-reversed.</summary>
    private static Vector128<ulong> Lengths(int associatedLength, int length) => Vector128.Create((ulong)length * 8, (ulong)associatedLength * 8);

    /// <summary>Where H^<paramref name="power"/> lies; the lower ones follow, as the blocks that they go with do.</summary>
    private Vector128<ulong>* Power(int power) => (Vector128<ulong>*)_state + PowersOffset + MaxPower - power;

    /// <summary>Encrypts or decrypts in place and returns the tag.</summary>
    private Vector128<byte> Apply<TDirection>(Vector128<uint> counter, byte* associated, int associatedLength, byte* at, int length)
        where TDirection : struct, IDirection => _isWide
            ? ApplyWide<TDirection>(counter, associated, associatedLength, at, length)
            : ApplyNarrow<TDirection>(counter, associated, associatedLength, at, length);

    /// <summary>Which side of the keystream is hashed: the ciphertext. Known to the compiler.</summary>
    private interface IDirection
    {
        static abstract bool Encrypts { get; }
    }

    private readonly struct Encryption : IDirection
    {
        public static bool Encrypts => true;
    }

    private readonly struct Decryption : IDirection
    {
        public static bool Encrypts => false;
    }
}
