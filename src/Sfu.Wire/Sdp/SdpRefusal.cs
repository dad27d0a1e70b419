namespace Sfu.Wire.Sdp;

/// <summary>The two ways a check of a description ends, each in one line of code.</summary>
internal static class SdpRefusal
{
    public static bool Because(string why, out string reason)
    {
        reason = why;
        return false;
    }

    public static bool Nothing(out string reason)
    {
        reason = "";
        return true;
    }
}
