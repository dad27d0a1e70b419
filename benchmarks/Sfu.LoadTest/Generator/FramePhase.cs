namespace Sfu.LoadTest.Generator;

/// <summary>When within the length of a frame a source sends, counted from the clock's zero, so that it is the same whenever the source starts.</summary>
internal static class FramePhase
{
    /// <param name="phase">0 to 1.</param>
    public static long NextUs(long nowUs, double phase, long frameUs) => nowUs + frameUs - ((nowUs - (long)(phase * frameUs)) % frameUs);
}
