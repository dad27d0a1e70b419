namespace Sfu.Testing.Network;

/// <summary>What a path between two hosts does to datagrams, in one direction. The default: 10 ms, nothing goes wrong.</summary>
public sealed record LinkConditions
{
    public static readonly LinkConditions Good = new();

    /// <summary>A bad evening on a mobile phone.</summary>
    public static readonly LinkConditions Poor = new()
    {
        DelayUs = 60_000,
        JitterUs = 40_000,
        LossRate = 0.05,
        DuplicateRate = 0.01,
        Bursts = new LossBursts(0.01, 0.3, 0.8),
    };

    public long DelayUs { get; init; } = 10_000;

    /// <summary>Up to this much more for each datagram on its own, so that a later one may overtake an earlier one.</summary>
    public long JitterUs { get; init; }

    /// <summary>Share of datagrams lost independently of each other, 0 to 1.</summary>
    public double LossRate { get; init; }

    public double DuplicateRate { get; init; }

    /// <summary>Loss that comes in bursts; null: none.</summary>
    public LossBursts? Bursts { get; init; }

    /// <summary>0: unlimited. Otherwise datagrams queue up behind each other.</summary>
    public long RateBps { get; init; }

    /// <summary>What no longer fits into the queue of a limited link is lost.</summary>
    public int QueueBytes { get; init; } = 64 * 1024;

    /// <summary>Longer datagrams vanish, as where fragments are filtered.</summary>
    public int MtuBytes { get; init; } = 1500;

    /// <summary>Nothing passes.</summary>
    public bool IsCut { get; init; }
}

/// <summary>Gilbert-Elliott loss: between datagrams the link turns bad and good again with these probabilities; while bad, it loses this share.</summary>
public sealed record LossBursts(double TurnsBad, double TurnsGood, double LossWhileBad);
