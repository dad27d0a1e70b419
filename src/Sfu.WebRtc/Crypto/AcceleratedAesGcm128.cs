using System.Buffers.Binary;
using System.Runtime.CompilerServices;
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
/// Eight counter blocks are in flight at a time, and GHASH reduces once per eight blocks by H^8..H^1. All GHASH values are byte-reversed;
/// the powers of H are stored times x, which saves the shift of each product (the hash key trick every fast implementation uses).
/// </remarks>
internal sealed unsafe class AcceleratedAesGcm128 : IDisposable
{
    private const int BlockLength = 16;
    private const int RoundKeys = AesRoundKeys.Last + 1;
    private const int Lanes = 8;

    // A tail of eight blocks and the length block are hashed under one reduction.
    private const int Powers = Lanes + 1;

    private Vector128<byte>* _state;

    /// <param name="key">16 bytes.</param>
    /// <exception cref="ArgumentException">Any other length.</exception>
    public AcceleratedAesGcm128(ReadOnlySpan<byte> key)
    {
        if (key.Length != AesGcm128.KeyLength)
            throw new ArgumentException("An AES-128 key has 16 bytes.", nameof(key));
        _state = (Vector128<byte>*)NativeMemory.AlignedAlloc((RoundKeys + Powers) * BlockLength, 64);
        AesRoundKeys.Expand(key, ref *(AesRoundKeys*)_state);
        var hashKey = TimesX(Reverse(EncryptBlock(Vector128<byte>.Zero)).AsUInt64());
        var powers = HashPowers;
        powers[0] = hashKey;
        for (var i = 1; i < Powers; i++)
            powers[i] = Multiply(powers[i - 1], hashKey);
    }

    /// <summary>False: use the framework's implementation.</summary>
    public static bool IsSupported => AesRoundKeys.IsSupported && Pclmulqdq.IsSupported && Ssse3.IsSupported && BitConverter.IsLittleEndian;

    // powers[i] = H^(i+1)
    private Vector128<ulong>* HashPowers => (Vector128<ulong>*)(_state + RoundKeys);

    /// <summary>Encrypts <paramref name="data"/> in place and writes the tag.</summary>
    /// <param name="nonce">12 bytes, never used twice with this key.</param>
    /// <param name="associatedData">Authenticated, not encrypted.</param>
    /// <param name="data">Any length.</param>
    /// <param name="tag">At least 16 bytes; may lie right behind <paramref name="data"/>.</param>
    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> data, Span<byte> tag)
    {
        ObjectDisposedException.ThrowIf(_state is null, this);
        var counter = FirstCounter(nonce);
        var tagMask = EncryptBlock(Reverse(counter.AsByte()));
        fixed (byte* start = data)
        {
            var hash = HashAssociatedData(associatedData);
            var at = start;
            var left = data.Length;
            for (; left >= Lanes * BlockLength; left -= Lanes * BlockLength, at += Lanes * BlockLength)
            {
                ApplyKeystream8(ref counter, at);
                hash = Hash8(hash, at);
            }

            ApplyKeystreamTail(counter, at, left);
            hash = HashTail(hash, at, left, associatedData.Length, data.Length);
            (Reverse(hash.AsByte()) ^ tagMask).CopyTo(tag);
        }
    }

    /// <summary>Verifies, then decrypts <paramref name="data"/> in place. False: the tag is wrong and nothing has changed.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        ObjectDisposedException.ThrowIf(_state is null, this);
        if (tag.Length != AesGcm128.TagLength)
            return false;
        var counter = FirstCounter(nonce);
        fixed (byte* start = data)
        {
            var tagMask = EncryptBlock(Reverse(counter.AsByte()));
            var hash = HashAssociatedData(associatedData);
            var at = start;
            var left = data.Length;
            for (; left >= Lanes * BlockLength; left -= Lanes * BlockLength, at += Lanes * BlockLength)
                hash = Hash8(hash, at);
            hash = HashTail(hash, at, left, associatedData.Length, data.Length);
            var expected = Reverse(hash.AsByte()) ^ tagMask;
            var isGenuine = CryptographicOperations.FixedTimeEquals(
                MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<byte>>(in expected)), tag);
            if (!isGenuine)
                return false;

            at = start;
            left = data.Length;
            for (; left >= Lanes * BlockLength; left -= Lanes * BlockLength, at += Lanes * BlockLength)
                ApplyKeystream8(ref counter, at);
            ApplyKeystreamTail(counter, at, left);
        }

        return true;
    }

    public void Dispose()
    {
        if (_state is null)
            return;
        NativeMemory.Clear(_state, (RoundKeys + Powers) * BlockLength);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Reverse(Vector128<byte> block) =>
        Ssse3.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));

    private Vector128<byte> EncryptBlock(Vector128<byte> block) => ((AesRoundKeys*)_state)->Encrypt(block);

    /// <summary>XORs the next eight keystream blocks onto 128 bytes and moves the counter on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ApplyKeystream8(ref Vector128<uint> counter, byte* at)
    {
        Keystream8(ref counter, out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
        (Vector128.Load(at) ^ b0).Store(at);
        (Vector128.Load(at + 16) ^ b1).Store(at + 16);
        (Vector128.Load(at + 32) ^ b2).Store(at + 32);
        (Vector128.Load(at + 48) ^ b3).Store(at + 48);
        (Vector128.Load(at + 64) ^ b4).Store(at + 64);
        (Vector128.Load(at + 80) ^ b5).Store(at + 80);
        (Vector128.Load(at + 96) ^ b6).Store(at + 96);
        (Vector128.Load(at + 112) ^ b7).Store(at + 112);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Keystream8(
        ref Vector128<uint> counter,
        out Vector128<byte> b0, out Vector128<byte> b1, out Vector128<byte> b2, out Vector128<byte> b3,
        out Vector128<byte> b4, out Vector128<byte> b5, out Vector128<byte> b6, out Vector128<byte> b7)
    {
        var c = counter;
        b0 = Reverse((c + Vector128.CreateScalar(1u)).AsByte());
        b1 = Reverse((c + Vector128.CreateScalar(2u)).AsByte());
        b2 = Reverse((c + Vector128.CreateScalar(3u)).AsByte());
        b3 = Reverse((c + Vector128.CreateScalar(4u)).AsByte());
        b4 = Reverse((c + Vector128.CreateScalar(5u)).AsByte());
        b5 = Reverse((c + Vector128.CreateScalar(6u)).AsByte());
        b6 = Reverse((c + Vector128.CreateScalar(7u)).AsByte());
        counter = c + Vector128.CreateScalar(8u);
        b7 = Reverse(counter.AsByte());
        ((AesRoundKeys*)_state)->Encrypt8(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
    }

    /// <summary>The last 0 to 127 bytes: one round of keystream through a scratch block, so that no byte outside is touched.</summary>
    private void ApplyKeystreamTail(Vector128<uint> counter, byte* at, int left)
    {
        if (left == 0)
            return;
        var keystream = stackalloc Vector128<byte>[Lanes];
        Keystream8(
            ref counter, out keystream[0], out keystream[1], out keystream[2], out keystream[3],
            out keystream[4], out keystream[5], out keystream[6], out keystream[7]);
        var block = 0;
        for (; left >= BlockLength; left -= BlockLength, at += BlockLength, block++)
            (Vector128.Load(at) ^ keystream[block]).Store(at);
        var rest = (byte*)(keystream + block);
        for (var i = 0; i < left; i++)
            at[i] ^= rest[i];
    }

    private Vector128<ulong> HashAssociatedData(ReadOnlySpan<byte> data)
    {
        var hash = Vector128<ulong>.Zero;
        if (data.IsEmpty)
            return hash;
        fixed (byte* start = data)
        {
            var at = start;
            var left = data.Length;
            for (; left >= Lanes * BlockLength; left -= Lanes * BlockLength, at += Lanes * BlockLength)
                hash = Hash8(hash, at);
            var blocks = (left + BlockLength - 1) / BlockLength;
            if (blocks == 0)
                return hash;
            var sum = default(Product);
            AddBlocks(ref sum, hash, at, left, blocks);
            return sum.Reduce();
        }
    }

    /// <summary>The last 0 to 127 bytes, padded with zeros, and the block of both lengths in bits.</summary>
    private Vector128<ulong> HashTail(Vector128<ulong> hash, byte* at, int left, int associatedLength, int dataLength)
    {
        var blocks = (left + BlockLength - 1) / BlockLength;
        var lengths = Vector128.Create((ulong)dataLength * 8, (ulong)associatedLength * 8);
        var sum = default(Product);
        if (blocks == 0)
            lengths ^= hash;
        else
            AddBlocks(ref sum, hash, at, left, blocks + 1);
        sum.Add(lengths, HashPowers[0]);
        return sum.Reduce();
    }

    /// <summary>Adds the blocks in <paramref name="left"/> bytes, the first one times H^<paramref name="power"/>; the running hash joins the first.</summary>
    private void AddBlocks(ref Product sum, Vector128<ulong> hash, byte* at, int left, int power)
    {
        var powers = HashPowers;
        for (; left >= BlockLength; left -= BlockLength, at += BlockLength)
        {
            sum.Add(Reverse(Vector128.Load(at)).AsUInt64() ^ hash, powers[--power]);
            hash = Vector128<ulong>.Zero;
        }

        if (left == 0)
            return;
        var padded = Vector128<byte>.Zero;
        Unsafe.CopyBlockUnaligned(&padded, at, (uint)left);
        sum.Add(Reverse(padded).AsUInt64() ^ hash, powers[--power]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<ulong> Hash8(Vector128<ulong> hash, byte* at)
    {
        var powers = HashPowers;
        var sum = default(Product);
        sum.Add(Reverse(Vector128.Load(at)).AsUInt64() ^ hash, powers[7]);
        sum.Add(Reverse(Vector128.Load(at + 16)).AsUInt64(), powers[6]);
        sum.Add(Reverse(Vector128.Load(at + 32)).AsUInt64(), powers[5]);
        sum.Add(Reverse(Vector128.Load(at + 48)).AsUInt64(), powers[4]);
        sum.Add(Reverse(Vector128.Load(at + 64)).AsUInt64(), powers[3]);
        sum.Add(Reverse(Vector128.Load(at + 80)).AsUInt64(), powers[2]);
        sum.Add(Reverse(Vector128.Load(at + 96)).AsUInt64(), powers[1]);
        sum.Add(Reverse(Vector128.Load(at + 112)).AsUInt64(), powers[0]);
        return sum.Reduce();
    }

    private static Vector128<ulong> Multiply(Vector128<ulong> value, Vector128<ulong> power)
    {
        var product = default(Product);
        product.Add(value, power);
        return product.Reduce();
    }

    /// <summary>H times x modulo the GCM polynomial, in byte-reversed form.</summary>
    private static Vector128<ulong> TimesX(Vector128<ulong> value)
    {
        var low = value[0];
        var high = value[1];
        var doubled = Vector128.Create(low << 1, (high << 1) | (low >> 63));
        return (high >> 63) == 0 ? doubled : doubled ^ Vector128.Create(1UL, 0xC200_0000_0000_0000UL);
    }

    /// <summary>A sum of carry-less 256-bit products, reduced once at the end.</summary>
    private struct Product
    {
        private Vector128<ulong> _low;
        private Vector128<ulong> _middle;
        private Vector128<ulong> _high;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(Vector128<ulong> value, Vector128<ulong> power)
        {
            _low ^= Pclmulqdq.CarrylessMultiply(value, power, 0x00);
            _middle ^= Pclmulqdq.CarrylessMultiply(value, power, 0x01) ^ Pclmulqdq.CarrylessMultiply(value, power, 0x10);
            _high ^= Pclmulqdq.CarrylessMultiply(value, power, 0x11);
        }

        /// <summary>Folds the low half up twice by 64 bits modulo x^128 + x^7 + x^2 + x + 1 (reflected: 0xC2 in the top byte).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector128<ulong> Reduce()
        {
            var polynomial = Vector128.CreateScalar(0xC200_0000_0000_0000UL);
            var middle = _middle ^ Swap(_low) ^ Pclmulqdq.CarrylessMultiply(_low, polynomial, 0x00);
            return _high ^ Swap(middle) ^ Pclmulqdq.CarrylessMultiply(middle, polynomial, 0x00);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<ulong> Swap(Vector128<ulong> value) => Sse2.Shuffle(value.AsInt32(), 0x4E).AsUInt64();
    }
}
