using Sfu.Wire.Sdp;

namespace Sfu.Wire.Tests.Sdp;

public sealed class SessionDescriptionTests
{
    private const string Minimal = "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n";

    [Fact]
    public void Cuts_a_description_into_sections_and_attributes()
    {
        Assert.True(SessionDescription.TryParse(SdpSamples.Read("answer-firefox-153.sdp"), out var session, out var reason), reason);
        Assert.StartsWith("mozilla...", session.Origin, StringComparison.Ordinal);
        Assert.Equal(13, session.Sections.Count);
        Assert.Equal("trickle", session.Attributes.Find("ice-options"));
        Assert.Null(session.Attributes.Find("mid"));
        var camera = session.Sections[1];
        Assert.Equal(("video", 9, "UDP/TLS/RTP/SAVPF", "cam"), (camera.Kind, camera.Port, camera.Protocol, camera.Mid));
        Assert.Equal(["96", "97"], camera.Formats);
        Assert.Equal(["l send", "m send", "h send"], camera.Attributes.FindAll("rid"));
        Assert.Equal(SdpDirection.SendOnly, camera.Attributes.FindDirection());
        Assert.True(camera.Attributes.Has("rtcp-mux"));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Takes_either_line_end_and_a_missing_last_one(string lineEnd)
    {
        var text = (Minimal + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:x").ReplaceLineEndings(lineEnd);
        Assert.True(SessionDescription.TryParse(text, out var session, out var reason), reason);
        Assert.Equal("x", Assert.Single(session.Sections).Mid);
        Assert.True(SessionDescription.TryParse(text + lineEnd, out _, out _));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("s=-\r\nv=0\r\n", "Line 1")]
    [InlineData("v=1\r\n", "Line 1")]
    [InlineData(Minimal + "v=0\r\n", "only once")]
    [InlineData(Minimal + "\r\na=x\r\n", "Line 5")]
    [InlineData(Minimal + "hello\r\n", "x=value")]
    [InlineData(Minimal + "A=x\r\n", "x=value")]
    [InlineData(Minimal + "a=\r\n", "name")]
    [InlineData(Minimal + "a=:value\r\n", "name")]
    [InlineData(Minimal + "a=a b\r\n", "name")]
    [InlineData(Minimal + "a=x:\t\r\n", "control")]
    [InlineData(Minimal + "a=x:\0\r\n", "control")]
    [InlineData(Minimal + "m=audio\r\n", "m=kind")]
    [InlineData(Minimal + "m=audio 9 UDP/TLS/RTP/SAVPF\r\n", "m=kind")]
    [InlineData(Minimal + "m=audio 9  111\r\n", "m=kind")]
    [InlineData(Minimal + "m=audio 65536 UDP/TLS/RTP/SAVPF 111\r\n", "port")]
    [InlineData(Minimal + "m=audio -1 UDP/TLS/RTP/SAVPF 111\r\n", "port")]
    [InlineData(Minimal + "m=audio 9/2 UDP/TLS/RTP/SAVPF 111\r\n", "port")]
    public void Refuses_with_the_line_and_what_is_wrong_with_it(string sdp, string expected)
    {
        Assert.False(SessionDescription.TryParse(sdp, out var session, out var reason));
        Assert.Null(session);
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_at_all_is_refused_too() => Assert.False(SessionDescription.TryParse(null, out _, out _));

    [Fact]
    public void Each_limit_is_reached_and_not_passed()
    {
        const string Section = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";
        Accept(Minimal + Repeat(Section, SessionDescription.MaxSections));
        Refuse(Minimal + Repeat(Section, SessionDescription.MaxSections + 1), "more than 64 sections");
        Accept(Minimal + Repeat("a=x\r\n", SessionDescription.MaxAttributes) + Section + Repeat("a=x\r\n", SessionDescription.MaxAttributes));
        Refuse(Minimal + Repeat("a=x\r\n", SessionDescription.MaxAttributes + 1), "more than 200 attributes");
        Refuse(Minimal + Section + Repeat("a=x\r\n", SessionDescription.MaxAttributes + 1), "more than 200 attributes");
        Accept(Minimal + "a=x:" + new string('y', SessionDescription.MaxLength - Minimal.Length - 4));
        Refuse(Minimal + "a=x:" + new string('y', SessionDescription.MaxLength - Minimal.Length - 3), "longer than");
        Accept(Minimal + "m=audio 9 UDP/TLS/RTP/SAVPF" + Repeat(" 1", 128));
        Refuse(Minimal + "m=audio 9 UDP/TLS/RTP/SAVPF" + Repeat(" 1", 129), "m=kind");
        Refuse(Minimal + "m=audio 9 UDP/TLS/RTP/SAVPF" + Repeat(" 1", 10_000), "m=kind");

        static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
        static void Accept(string sdp) => Assert.True(SessionDescription.TryParse(sdp, out _, out var reason), reason);
        static void Refuse(string sdp, string expected)
        {
            Assert.False(SessionDescription.TryParse(sdp, out _, out var reason));
            Assert.Contains(expected, reason, StringComparison.Ordinal);
        }
    }
}
