using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

internal enum AssemblyResult
{
    Added,

    /// <summary>Says something else than what is already here about the same message: one of the two is forged.</summary>
    Conflict,

    /// <summary>More separate pieces than an honest peer ever leaves.</summary>
    TooManyPieces,
}

/// <summary>
/// One handshake message being put together from fragments in any order, overlapping or cut anew
/// (RFC 6347 §4.2.3). Owned by a reassembler.
/// </summary>
internal sealed class MessageAssembly
{
    /// <summary>A longer message is never reserved for; browsers stay below 2 KiB.</summary>
    public const int MaxMessageLength = 16 * 1024;

    public const int MaxPieces = 32;

    private readonly byte[] _bytes;
    private readonly List<(int Start, int End)> _pieces = []; // sorted, disjoint, not touching

    public MessageAssembly(in HandshakeFragment first)
    {
        Type = first.Type;
        _bytes = new byte[first.MessageLength];
        Add(first);
    }

    public HandshakeType Type { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    public int PieceCount => _pieces.Count;

    public bool IsComplete => _bytes.Length == 0 || (_pieces.Count == 1 && _pieces[0] == (0, _bytes.Length));

    /// <summary>Whether a fragment says anything: an empty piece of a message that is not empty does not.</summary>
    public static bool IsWorthKeeping(in HandshakeFragment fragment) =>
        fragment.MessageLength <= MaxMessageLength && (!fragment.Bytes.IsEmpty || fragment.MessageLength == 0);

    public AssemblyResult Add(in HandshakeFragment fragment)
    {
        if (fragment.Type != Type || fragment.MessageLength != _bytes.Length)
            return AssemblyResult.Conflict;
        if (fragment.Bytes.IsEmpty)
            return AssemblyResult.Added;

        var start = fragment.Offset;
        var end = start + fragment.Bytes.Length;
        foreach (var piece in _pieces)
        {
            var from = Math.Max(start, piece.Start);
            var to = Math.Min(end, piece.End);
            if (from < to && !fragment.Bytes[(from - start)..(to - start)].SequenceEqual(_bytes.AsSpan(from..to)))
                return AssemblyResult.Conflict;
        }

        if (!TryCover(start, end))
            return AssemblyResult.TooManyPieces;
        fragment.Bytes.CopyTo(_bytes.AsSpan(start));
        return AssemblyResult.Added;
    }

    private bool TryCover(int start, int end)
    {
        // Pieces [first, last) touch the new one and melt into it.
        var first = 0;
        while (first < _pieces.Count && _pieces[first].End < start)
            first++;
        var last = first;
        while (last < _pieces.Count && _pieces[last].Start <= end)
        {
            start = Math.Min(start, _pieces[last].Start);
            end = Math.Max(end, _pieces[last].End);
            last++;
        }

        if (first == last && _pieces.Count == MaxPieces)
            return false;
        _pieces.RemoveRange(first, last - first);
        _pieces.Insert(first, (start, end));
        return true;
    }
}
