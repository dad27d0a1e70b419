using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// SHA-1's compression of as many messages at once as <typeparamref name="TVector"/> has 32-bit elements: each step of the
/// algorithm is one instruction for all of them. A step waits for the one before it, so that four messages cost hardly more than one.
/// </summary>
/// <typeparam name="TLanes">The instructions.</typeparam>
/// <typeparam name="TVector">A vector of 32-bit words, one for each message.</typeparam>
internal static unsafe class Sha1Lanes<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int MessageWords = 16;

    /// <summary>A vector across two cache lines would cost two loads.</summary>
    public const int Alignment = 64;

    /// <summary>The first aligned place within memory that has <see cref="Alignment"/> bytes to spare.</summary>
    public static TVector* Align(byte* memory) => (TVector*)(((nuint)memory + Alignment - 1) & ~(nuint)(Alignment - 1));

    /// <summary>Moves all lanes on by some blocks.</summary>
    /// <param name="states">Five vectors: A of all lanes, B of all lanes and so on.</param>
    /// <param name="blocks">Where each lane's next block lies.</param>
    /// <param name="strides">64, or 0 for a lane without work, whose block is read again and again.</param>
    /// <param name="count">How many blocks.</param>
    [SkipLocalsInit]
    public static void Compress(TVector* states, byte** blocks, int* strides, int count)
    {
        var memory = stackalloc byte[(Sha1State.Rounds * sizeof(TVector)) + Alignment];
        var w = Align(memory);
        for (var block = 0; block < count; block++)
        {
            for (var lane = 0; lane < TLanes.Count; lane += 4)
                Transpose(blocks + lane, strides + lane, block, (uint*)w + lane);
            Compress(states, w);
        }
    }

    private static void Compress(TVector* states, TVector* w)
    {
        var (a, b, c, d, e) = (states[0], states[1], states[2], states[3], states[4]);
        var t = 0;
        var k = TLanes.Broadcast(Sha1State.K0);
        for (; t < 15; t += 5)
            FiveOfChoice(ref a, ref b, ref c, ref d, ref e, w + t, k);
        Extend(w + t + 1);
        Extend(w + t + 2);
        Extend(w + t + 3);
        Extend(w + t + 4);
        FiveOfChoice(ref a, ref b, ref c, ref d, ref e, w + t, k);
        t += 5;
        k = TLanes.Broadcast(Sha1State.K1);
        for (; t < 40; t += 5)
        {
            ExtendFive(w + t);
            FiveOfParity(ref a, ref b, ref c, ref d, ref e, w + t, k);
        }

        k = TLanes.Broadcast(Sha1State.K2);
        for (; t < 60; t += 5)
        {
            ExtendFive(w + t);
            FiveOfMajority(ref a, ref b, ref c, ref d, ref e, w + t, k);
        }

        k = TLanes.Broadcast(Sha1State.K3);
        for (; t < Sha1State.Rounds; t += 5)
        {
            ExtendFive(w + t);
            FiveOfParity(ref a, ref b, ref c, ref d, ref e, w + t, k);
        }

        states[0] = TLanes.Add(states[0], a);
        states[1] = TLanes.Add(states[1], b);
        states[2] = TLanes.Add(states[2], c);
        states[3] = TLanes.Add(states[3], d);
        states[4] = TLanes.Add(states[4], e);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExtendFive(TVector* w)
    {
        Extend(w);
        Extend(w + 1);
        Extend(w + 2);
        Extend(w + 3);
        Extend(w + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Extend(TVector* w) =>
        *w = TLanes.RotateLeft1(TLanes.Xor(TLanes.Parity(w[-3], w[-8], w[-14]), w[-MessageWords]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FiveOfChoice(ref TVector a, ref TVector b, ref TVector c, ref TVector d, ref TVector e, TVector* w, TVector k)
    {
        Round(a, ref b, ref e, TLanes.Choice(b, c, d), w[0], k);
        Round(e, ref a, ref d, TLanes.Choice(a, b, c), w[1], k);
        Round(d, ref e, ref c, TLanes.Choice(e, a, b), w[2], k);
        Round(c, ref d, ref b, TLanes.Choice(d, e, a), w[3], k);
        Round(b, ref c, ref a, TLanes.Choice(c, d, e), w[4], k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FiveOfParity(ref TVector a, ref TVector b, ref TVector c, ref TVector d, ref TVector e, TVector* w, TVector k)
    {
        Round(a, ref b, ref e, TLanes.Parity(b, c, d), w[0], k);
        Round(e, ref a, ref d, TLanes.Parity(a, b, c), w[1], k);
        Round(d, ref e, ref c, TLanes.Parity(e, a, b), w[2], k);
        Round(c, ref d, ref b, TLanes.Parity(d, e, a), w[3], k);
        Round(b, ref c, ref a, TLanes.Parity(c, d, e), w[4], k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FiveOfMajority(ref TVector a, ref TVector b, ref TVector c, ref TVector d, ref TVector e, TVector* w, TVector k)
    {
        Round(a, ref b, ref e, TLanes.Majority(b, c, d), w[0], k);
        Round(e, ref a, ref d, TLanes.Majority(a, b, c), w[1], k);
        Round(d, ref e, ref c, TLanes.Majority(e, a, b), w[2], k);
        Round(c, ref d, ref b, TLanes.Majority(d, e, a), w[3], k);
        Round(b, ref c, ref a, TLanes.Majority(c, d, e), w[4], k);
    }

    // What does not depend on the round before is summed up first: the chain from round to round is a rotation and two additions.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(TVector a, ref TVector b, ref TVector e, TVector function, TVector word, TVector k)
    {
        e = TLanes.Add(TLanes.Add(TLanes.Add(e, TLanes.Add(word, k)), function), TLanes.RotateLeft5(a));
        b = TLanes.RotateLeft30(b);
    }

    /// <summary>The big-endian words of four lanes' blocks, word by word beside each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(byte** blocks, int* strides, int block, uint* w)
    {
        var b0 = blocks[0] + ((nint)block * strides[0]);
        var b1 = blocks[1] + ((nint)block * strides[1]);
        var b2 = blocks[2] + ((nint)block * strides[2]);
        var b3 = blocks[3] + ((nint)block * strides[3]);
        if (!Ssse3.IsSupported)
        {
            TransposeWords(b0, b1, b2, b3, w);
            return;
        }

        for (var word = 0; word < MessageWords; word += 4)
        {
            var r0 = LoadBigEndian(b0 + (word * 4));
            var r1 = LoadBigEndian(b1 + (word * 4));
            var r2 = LoadBigEndian(b2 + (word * 4));
            var r3 = LoadBigEndian(b3 + (word * 4));
            var low01 = Sse2.UnpackLow(r0, r1).AsUInt64();
            var low23 = Sse2.UnpackLow(r2, r3).AsUInt64();
            var high01 = Sse2.UnpackHigh(r0, r1).AsUInt64();
            var high23 = Sse2.UnpackHigh(r2, r3).AsUInt64();
            var to = w + (word * TLanes.Count);
            Sse2.UnpackLow(low01, low23).AsUInt32().Store(to);
            Sse2.UnpackHigh(low01, low23).AsUInt32().Store(to + TLanes.Count);
            Sse2.UnpackLow(high01, high23).AsUInt32().Store(to + (2 * TLanes.Count));
            Sse2.UnpackHigh(high01, high23).AsUInt32().Store(to + (3 * TLanes.Count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> LoadBigEndian(byte* at) =>
        Ssse3.Shuffle(Vector128.Load(at), Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32();

    private static void TransposeWords(byte* b0, byte* b1, byte* b2, byte* b3, uint* w)
    {
        for (var word = 0; word < MessageWords; word++, w += TLanes.Count)
        {
            w[0] = Word(b0, word);
            w[1] = Word(b1, word);
            w[2] = Word(b2, word);
            w[3] = Word(b3, word);
        }

        static uint Word(byte* block, int word) => BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(block + (word * 4), 4));
    }
}
