namespace Sfu.Wire.Sdp;

/// <summary>What differs from one of the headless client's answers to the next.</summary>
public sealed record SdpAnswerParameters
{
    public required long SessionId { get; init; }

    public required long SessionVersion { get; init; }

    public required string IceUfrag { get; init; }

    public required string IcePassword { get; init; }

    public required SdpFingerprint Fingerprint { get; init; }

    /// <summary>The camera's layers; empty: the camera sends one stream.</summary>
    public IReadOnlyList<string> Rids { get; init; } = MediaProfile.Rids;
}
