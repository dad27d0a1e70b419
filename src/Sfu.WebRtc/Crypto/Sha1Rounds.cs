using System.Runtime.CompilerServices;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// The rounds of SHA-1 (FIPS 180-4 §6.1.2), five at a time, since after five each word is back in its place: for one message
/// (<see cref="Sha1State"/>) and for many side by side (<see cref="Sha1Lanes{TLanes,TVector}"/>).
/// </summary>
/// <typeparam name="TLanes">The instructions.</typeparam>
/// <typeparam name="TVector">A word of each message.</typeparam>
internal static unsafe class Sha1Rounds<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <param name="a">The working variables.</param>
    /// <param name="b">As above.</param>
    /// <param name="c">As above.</param>
    /// <param name="d">As above.</param>
    /// <param name="e">As above.</param>
    /// <param name="w">Five words of the message schedule.</param>
    /// <param name="k">The constant that is added to each; nothing, where that has been done.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FiveOfChoice(ref TVector a, ref TVector b, ref TVector c, ref TVector d, ref TVector e, TVector* w, TVector k)
    {
        Round(a, ref b, ref e, TLanes.Choice(b, c, d), w[0], k);
        Round(e, ref a, ref d, TLanes.Choice(a, b, c), w[1], k);
        Round(d, ref e, ref c, TLanes.Choice(e, a, b), w[2], k);
        Round(c, ref d, ref b, TLanes.Choice(d, e, a), w[3], k);
        Round(b, ref c, ref a, TLanes.Choice(c, d, e), w[4], k);
    }

    /// <inheritdoc cref="FiveOfChoice"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FiveOfParity(ref TVector a, ref TVector b, ref TVector c, ref TVector d, ref TVector e, TVector* w, TVector k)
    {
        Round(a, ref b, ref e, TLanes.Parity(b, c, d), w[0], k);
        Round(e, ref a, ref d, TLanes.Parity(a, b, c), w[1], k);
        Round(d, ref e, ref c, TLanes.Parity(e, a, b), w[2], k);
        Round(c, ref d, ref b, TLanes.Parity(d, e, a), w[3], k);
        Round(b, ref c, ref a, TLanes.Parity(c, d, e), w[4], k);
    }

    /// <inheritdoc cref="FiveOfChoice"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FiveOfMajority(ref TVector a, ref TVector b, ref TVector c, ref TVector d, ref TVector e, TVector* w, TVector k)
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
}
