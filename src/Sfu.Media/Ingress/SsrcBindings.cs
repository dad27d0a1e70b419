namespace Sfu.Media.Ingress;

/// <summary>
/// Which of a participant's SSRCs is which stream. Learned from the mid and rid that browsers send until they know they
/// were understood; later packets have only the SSRC. A stream has one media and one RTX SSRC at a time.
/// Bounded: a stranger to the rules cannot make it grow. Owned by one publisher.
/// </summary>
internal sealed class SsrcBindings
{
    /// <summary>Six layers with RTX are twelve; the rest is for clients that change SSRCs now and then. Counted over the whole stay.</summary>
    public const int MaxSsrcs = 32;

    private readonly uint[] _ssrcs = new uint[MaxSsrcs];
    private readonly Binding[] _bindings = new Binding[MaxSsrcs];
    private int _count;
    private int _seen;

    public bool TryFind(uint ssrc, out Binding binding)
    {
        var index = _ssrcs.AsSpan(0, _count).IndexOf(ssrc);
        binding = index < 0 ? default : _bindings[index];
        return index >= 0;
    }

    /// <summary>False when the participant has used up its SSRCs.</summary>
    public bool TryAdd(uint ssrc, in Binding binding)
    {
        if (_seen == MaxSsrcs)
            return false;
        _seen++;
        var index = IndexOf(binding);
        if (index < 0)
            index = _count++;
        _ssrcs[index] = ssrc;
        _bindings[index] = binding;
        return true;
    }

    private int IndexOf(in Binding binding)
    {
        for (var index = 0; index < _count; index++)
        {
            if (_bindings[index] == binding)
                return index;
        }

        return -1;
    }

    public readonly record struct Binding(PublisherStream Stream, bool IsRtx);
}
