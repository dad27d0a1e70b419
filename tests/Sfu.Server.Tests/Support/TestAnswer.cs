using Sfu.Wire.Sdp;

namespace Sfu.Server.Tests.Support;

/// <summary>What a browser would answer, as far as the server reads it.</summary>
internal static class TestAnswer
{
    public static string To(string offer, string ufrag = "abcd")
    {
        Assert.True(SdpOfferReader.TryRead(offer, out var read, out var reason), reason);
        return SdpAnswerWriter.Write(read, new SdpAnswerParameters
        {
            SessionId = 1,
            SessionVersion = 1,
            IceUfrag = ufrag,
            IcePassword = "abcdefghijklmnopqrstuvwx",
            Fingerprint = new SdpFingerprint("sha-256", new byte[32]),
        });
    }
}
