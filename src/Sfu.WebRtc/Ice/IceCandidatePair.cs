using Sfu.Wire;

namespace Sfu.WebRtc.Ice;

internal enum IcePairState : byte
{
    /// <summary>No check sent yet.</summary>
    Waiting,

    /// <summary>A check is under way.</summary>
    InProgress,

    /// <summary>An authentic answer came.</summary>
    Succeeded,

    /// <summary>No answer within the consent time, or a refusal.</summary>
    Failed,
}

/// <summary>
/// Our socket and one of the peer's candidates, with the check under way on it. A check keeps its transaction id when it is
/// sent again. Owned by <see cref="IceControllingAgent"/>.
/// </summary>
internal sealed class IceCandidatePair(TransportAddress remote)
{
    public const int TransactionIdLength = 12; // RFC 8489 §5

    public readonly TransportAddress Remote = remote;
    public readonly byte[] TransactionId = new byte[TransactionIdLength];

    public IcePairState State;
    public bool CheckUnderWay;
    public bool CheckNominates;
    public bool Nominated; // the peer has answered a check with USE-CANDIDATE
    public long NextSendUs;
    public long RetransmitUs;
    public long AnsweredUs; // the last answer, or when the first check went out
}
