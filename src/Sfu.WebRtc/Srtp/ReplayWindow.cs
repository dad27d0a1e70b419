using System.Runtime.CompilerServices;

namespace Sfu.WebRtc.Srtp;

/// <summary>
/// Remembers which packet indices were seen (RFC 3711 §3.3.2), as the ring of words of RFC 6479: moving forward clears
/// whole words and never shifts. Asking changes nothing; only <see cref="Add"/> does, once a packet has proven genuine.
/// </summary>
internal struct ReplayWindow
{
    private const int WordCount = 32;
    private const int WordBits = 64;

    /// <summary>
    /// How far behind the newest index a packet may be: more than the 1024 that late video retransmissions need,
    /// one word less than the ring because the newest word is only partly filled.
    /// </summary>
    public const ulong Length = (WordCount - 1) * WordBits;

    private Words _words;
    private bool _any;

    /// <summary>The highest index added so far; meaningless before the first.</summary>
    public ulong Highest { get; private set; }

    /// <summary>False for an index seen before, or too old to tell.</summary>
    public readonly bool IsNew(ulong index)
    {
        if (!_any || index > Highest)
            return true;
        return Highest - index < Length && (_words[WordOf(index)] & BitOf(index)) == 0;
    }

    /// <summary>Marks an index for which <see cref="IsNew"/> said true.</summary>
    public void Add(ulong index)
    {
        if (!_any || index > Highest)
            MoveTo(index);
        _words[WordOf(index)] |= BitOf(index);
    }

    private void MoveTo(ulong index)
    {
        var steps = _any ? index / WordBits - Highest / WordBits : 0;
        var clear = (int)Math.Min(steps, WordCount);
        for (var i = 0; i < clear; i++)
            _words[WordOf(index - (ulong)i * WordBits)] = 0;
        Highest = index;
        _any = true;
    }

    private static int WordOf(ulong index) => (int)(index / WordBits % WordCount);

    private static ulong BitOf(ulong index) => 1UL << (int)(index % WordBits);

    [InlineArray(WordCount)]
    private struct Words
    {
        private ulong _first;
    }
}
