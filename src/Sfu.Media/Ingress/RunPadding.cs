namespace Sfu.Media.Ingress;

/// <summary>
/// Makes the packets of a picture equally long, so that the socket can hand a whole run of them to the kernel as one message
/// (UDP_SEGMENT wants equal sizes). Encoders cut a picture into packets that differ by a byte; a few bytes of RTP padding
/// (RFC 3550 §5.1) close the gap once for all subscribers. What it is worth: docs/decisions.
/// </summary>
internal static class RunPadding
{
    /// <summary>
    /// Bytes. libwebrtc's packetiser leaves one byte of difference; more than a few would be paid in bandwidth for packets that do not belong together.
    /// </summary>
    public const int MaxPadding = 3;

    /// <summary>Pads the smaller ones of neighbouring packets of one stream up to the larger: once forwards, once backwards.</summary>
    public static void Apply(ReadOnlySpan<TickPlan.Item> items)
    {
        if (items.Length < 2)
            return;
        StartRuns(items);
        foreach (ref readonly var item in items)
            Pad(item);
        StartRuns(items);
        for (var i = items.Length - 1; i >= 0; i--)
            Pad(items[i]);
    }

    private static void StartRuns(ReadOnlySpan<TickPlan.Item> items)
    {
        foreach (ref readonly var item in items)
            item.Stream.RunLength = 0;
    }

    private static void Pad(in TickPlan.Item item)
    {
        var stream = item.Stream;
        if (stream.Source.Kind.IsAudio() || stream.Ring is not { } ring || !ring.TryGet(item.Sequence, out var info, out _))
            return;
        var length = info.Length + info.Padding;
        var missing = stream.RunLength - length;
        if (missing > 0 && info.Padding + missing <= MaxPadding)
        {
            ring.SetPadding(item.Sequence, (byte)(info.Padding + missing));
            length += missing;
        }

        stream.RunLength = length;
    }
}
