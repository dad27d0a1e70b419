using System.Net;
using Sfu.Testing.Processes;
using Sfu.Wire.Sdp;

namespace Sfu.Wire.Tests.Sdp;

/// <summary>
/// A fixed offer, and the descriptions kept beside the tests. The browsers' answers were recorded when slots still offered transport-wide numbers and
/// abs-send-time; those lines were taken out.
/// </summary>
internal static class SdpSamples
{
    public static SdpFingerprint Fingerprint { get; } = new("sha-256", [.. Enumerable.Range(0, 32).Select(index => (byte)(index * 7))]);

    public static SdpOffer Offer(int videoSlots = 4) => new()
    {
        SessionId = 4611686018427387904,
        SessionVersion = 1,
        IceUfrag = "serverUF",
        IcePassword = "serverPasswordServerPass",
        Fingerprint = Fingerprint,
        Candidates =
        [
            TransportAddress.From(IPAddress.Parse("192.0.2.10"), 10000),
            TransportAddress.From(IPAddress.Parse("2001:db8::10"), 10000),
        ],
        CanonicalName = "sfu",
        AudioSlots = [.. Enumerable.Range(0, MediaProfile.AudioSlots).Select(index => new SdpSlot(MediaProfile.AudioSlotMid(index), 1000u + (uint)index, 0))],
        VideoSlots = [.. Enumerable.Range(0, videoSlots).Select(index => new SdpSlot(MediaProfile.VideoSlotMid(index), 2000u + (uint)index, 3000u + (uint)index))],
    };

    public static SdpAnswerParameters Client { get; } = new()
    {
        SessionId = 7,
        SessionVersion = 1,
        IceUfrag = "clientUF",
        IcePassword = "clientPasswordClientPass",
        Fingerprint = new SdpFingerprint("sha-256", [.. Enumerable.Range(0, 32).Select(index => (byte)(255 - index))]),
    };

    /// <summary>A file beside this one, with the line ends of SDP.</summary>
    public static string Read(string name) =>
        File.ReadAllText(Path.Combine(RepositoryLayout.Root, "tests", "Sfu.Wire.Tests", "Sdp", name)).ReplaceLineEndings("\r\n");
}
