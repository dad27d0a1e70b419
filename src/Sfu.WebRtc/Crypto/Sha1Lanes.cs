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
            Sha1Rounds<TLanes, TVector>.FiveOfChoice(ref a, ref b, ref c, ref d, ref e, w + t, k);
        Extend(w + t + 1);
        Extend(w + t + 2);
        Extend(w + t + 3);
        Extend(w + t + 4);
        Sha1Rounds<TLanes, TVector>.FiveOfChoice(ref a, ref b, ref c, ref d, ref e, w + t, k);
        t += 5;
        k = TLanes.Broadcast(Sha1State.K1);
        for (; t < 40; t += 5)
        {
            ExtendFive(w + t);
            Sha1Rounds<TLanes, TVector>.FiveOfParity(ref a, ref b, ref c, ref d, ref e, w + t, k);
        }

        k = TLanes.Broadcast(Sha1State.K2);
        for (; t < 60; t += 5)
        {
            ExtendFive(w + t);
            Sha1Rounds<TLanes, TVector>.FiveOfMajority(ref a, ref b, ref c, ref d, ref e, w + t, k);
        }

        k = TLanes.Broadcast(Sha1State.K3);
        for (; t < Sha1State.Rounds; t += 5)
        {
            ExtendFive(w + t);
            Sha1Rounds<TLanes, TVector>.FiveOfParity(ref a, ref b, ref c, ref d, ref e, w + t, k);
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
        *w = TLanes.RotateLeft1(TLanes.Xor(TLanes.Parity(w[-3], w[-8], w[-14]), w[-Sha1Schedule.MessageWords]));

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

        for (var word = 0; word < Sha1Schedule.MessageWords; word += 4)
        {
            var r0 = Sha1Schedule.LoadBigEndian(b0 + (word * 4));
            var r1 = Sha1Schedule.LoadBigEndian(b1 + (word * 4));
            var r2 = Sha1Schedule.LoadBigEndian(b2 + (word * 4));
            var r3 = Sha1Schedule.LoadBigEndian(b3 + (word * 4));
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

    private static void TransposeWords(byte* b0, byte* b1, byte* b2, byte* b3, uint* w)
    {
        for (var word = 0; word < Sha1Schedule.MessageWords; word++, w += TLanes.Count)
        {
            w[0] = Word(b0, word);
            w[1] = Word(b1, word);
            w[2] = Word(b2, word);
            w[3] = Word(b3, word);
        }

        static uint Word(byte* block, int word) => BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(block + (word * 4), 4));
    }
}
