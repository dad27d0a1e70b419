namespace Sfu.LoadTest.Generator;

/// <summary>What one receiver has of one source: tells new packets from repeated ones. Owned by the loop.</summary>
internal sealed class SourceDelivery
{
    /// <summary>Late packets are told apart this far back: seconds of any stream here.</summary>
    private const int WindowPackets = 2048;
    private const int WordBits = 64;

    private readonly ulong[] _seen = new ulong[WindowPackets / WordBits];
    private long _highest = -1;

    public long LastArrivalUs { get; private set; }

    /// <summary>True if the packet has not come before.</summary>
    public bool TryAdd(long number, long nowUs)
    {
        LastArrivalUs = nowUs;
        if (number <= _highest - WindowPackets)
            return false;
        for (; _highest < number; _highest++)
            Word(_highest + 1) &= ~Bit(_highest + 1);
        if ((Word(number) & Bit(number)) != 0)
            return false;
        Word(number) |= Bit(number);
        return true;
    }

    private ref ulong Word(long number) => ref _seen[number / WordBits % _seen.Length];

    private static ulong Bit(long number) => 1UL << (int)(number % WordBits);
}
