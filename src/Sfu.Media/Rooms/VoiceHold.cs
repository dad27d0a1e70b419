using Sfu.Media.Ingress;
using Sfu.WebRtc;

namespace Sfu.Media.Rooms;

/// <summary>
/// How long a voice waits for another. Voices come at a steady pace, so it is known when each is due: who waits, waits for somebody, and never when nobody
/// else speaks.
/// </summary>
internal static class VoiceHold
{
    /// <summary>Browsers send Opus packets of 20 ms (RFC 7587 §7).</summary>
    private const long PacketUs = 20 * MonotonicTime.Millisecond;

    /// <summary>How much later than due a packet may still be waited for.</summary>
    private const long JitterUs = 300;

    /// <summary>Until when what is planned waits; <see cref="MonotonicTime.Never"/> = it does not.</summary>
    public static long Until(TickPlan plan, ReadOnlySpan<PublisherStream> voices, long longestHoldUs, long nowUs)
    {
        var latestUs = plan.FirstUs + longestHoldUs;
        if (plan.Items.IsEmpty || nowUs >= latestUs)
            return MonotonicTime.Never;
        var untilUs = nowUs;
        foreach (var voice in voices)
        {
            var dueUs = voice.LastMediaUs + PacketUs;
            if (voice.Readers > 0 && dueUs <= latestUs)
                untilUs = Math.Max(untilUs, dueUs + JitterUs);
        }

        return untilUs == nowUs ? MonotonicTime.Never : Math.Min(untilUs, latestUs);
    }
}
