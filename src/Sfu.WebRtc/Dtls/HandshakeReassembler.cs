using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

internal enum FragmentResult
{
    Kept,

    /// <summary>Belongs to a message that was processed already: the peer is repeating itself.</summary>
    Repeated,

    /// <summary>Too long, too far ahead or empty.</summary>
    Dropped,
}

/// <summary>
/// Brings the peer's handshake messages into order. Fragments are not authenticated, so they never cost more than fixed
/// memory, and the newest wins: where two disagree, the older one may be the forged one and the honest peer repeats itself.
/// Owned by one handshake attempt; not thread-safe.
/// </summary>
internal sealed class HandshakeReassembler
{
    // The longest flight has five messages; eight leaves room without letting a stranger reserve much.
    private const int MaxMessagesAhead = 8;

    /// <summary>Bytes reserved for messages that are not processed yet: one of the longest, or a whole flight of real ones.</summary>
    public const int MaxReservedBytes = MessageAssembly.MaxMessageLength;

    private readonly MessageAssembly?[] _messages = new MessageAssembly?[MaxMessagesAhead];

    /// <summary>The message that is to be processed next.</summary>
    public ushort NextSequence { get; private set; }

    public int ReservedBytes => _messages.Sum(m => m?.Bytes.Length ?? 0);

    public int PieceCount => _messages.Sum(m => m?.PieceCount ?? 0);

    public FragmentResult Add(in HandshakeFragment fragment)
    {
        var sequence = fragment.MessageSequence;
        if (sequence < NextSequence)
            return FragmentResult.Repeated;
        if (sequence >= NextSequence + MaxMessagesAhead || !MessageAssembly.IsWorthKeeping(fragment))
            return FragmentResult.Dropped;

        ref var message = ref _messages[sequence % MaxMessagesAhead];
        var isNew = message is null || message.Add(fragment) is not AssemblyResult.Added;
        if (isNew)
            message = null;
        if (!MakeRoom(sequence, isNew ? fragment.MessageLength : 0, isNew ? 1 : 0))
        {
            message = null;
            return FragmentResult.Dropped;
        }

        if (isNew)
            message = new MessageAssembly(fragment);
        return FragmentResult.Kept;
    }

    /// <summary>The next message if it is complete; it is then gone from here.</summary>
    public bool TryTake(out HandshakeType type, out ReadOnlySpan<byte> body)
    {
        type = default;
        body = default;
        ref var message = ref _messages[NextSequence % MaxMessagesAhead];
        if (message is not { IsComplete: true })
            return false;

        type = message.Type;
        body = message.Bytes;
        message = null;
        NextSequence++;
        return true;
    }

    /// <summary>Forgets everything and waits for the given message.</summary>
    public void Reset(ushort nextSequence)
    {
        Array.Clear(_messages);
        NextSequence = nextSequence;
    }

    // What is needed soonest stays: the messages furthest ahead make room.
    private bool MakeRoom(ushort forSequence, int bytes, int pieces)
    {
        for (var ahead = NextSequence + MaxMessagesAhead - 1; ahead > forSequence && !HasRoom(bytes, pieces); ahead--)
            _messages[ahead % MaxMessagesAhead] = null;
        return HasRoom(bytes, pieces);
    }

    private bool HasRoom(int bytes, int pieces) =>
        ReservedBytes + bytes <= MaxReservedBytes && PieceCount + pieces <= MessageAssembly.MaxPieces;
}
