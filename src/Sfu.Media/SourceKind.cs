namespace Sfu.Media;

/// <summary>What a participant can publish: one section of the offer each.</summary>
public enum SourceKind : byte
{
    Mic,
    Camera,
    Screen,
    ScreenAudio,
}

/// <summary>A set of <see cref="SourceKind"/>s.</summary>
[Flags]
public enum Sources : byte
{
    None = 0,
    Mic = 1,
    Camera = 2,
    Screen = 4,
    ScreenAudio = 8,
}

public static class SourceKinds
{
    /// <summary>How many kinds there are, and so how many sources a participant has at most.</summary>
    internal const int Count = 4;

    public static bool IsAudio(this SourceKind kind) => kind is SourceKind.Mic or SourceKind.ScreenAudio;

    public static Sources ToFlag(this SourceKind kind) => (Sources)(1 << (int)kind);
}
