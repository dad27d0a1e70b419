using Sfu.Wire.Sdp;

namespace Sfu.Wire.Tests.Sdp;

public sealed class SdpAnswerReaderTests
{
    private static readonly string[] PublishingMids = ["mic", "cam", "screen", "screen-audio"];

    [Fact]
    public void Reads_what_Chromium_156_answers()
    {
        var answer = Accept(SdpSamples.Read("answer-chromium-156.sdp"));
        AssertBothBrowsers(answer);
        Assert.Equal(4, answer.IceUfrag.Length);
        Assert.Equal(24, answer.IcePassword.Length);
        Assert.Equal([96, 97, 102, 103], answer.Find("cam")!.PayloadTypes);
        Assert.Empty(answer.Find("cam")!.Streams); // no SSRC lines with simulcast
        Assert.NotEqual(0u, Assert.Single(answer.Find("screen")!.Streams).RtxSsrc);
    }

    [Fact]
    public void Reads_what_Firefox_153_answers_with_its_fingerprint_at_the_session_and_without_H264()
    {
        var answer = Accept(SdpSamples.Read("answer-firefox-153.sdp"));
        AssertBothBrowsers(answer);
        Assert.Equal(8, answer.IceUfrag.Length);
        Assert.Equal(32, answer.IcePassword.Length);
        Assert.Equal([96, 97], answer.Find("cam")!.PayloadTypes);
        Assert.Equal(3, answer.Find("cam")!.Streams.Count);
        Assert.All(answer.Find("cam")!.Streams, stream => Assert.NotEqual(0u, stream.RtxSsrc));
    }

    [Theory]
    [InlineData("answer-gstreamer-1.22.sdp", new byte[] { 3, 4 }, 8)] // webrtcbin with microphone and camera only
    [InlineData("answer-werift-0.24.sdp", new byte[0], 10)] // without header extensions
    public void Reads_what_other_stacks_answer_and_keeps_the_SSRCs_they_go_by(string file, byte[] extensionIds, int accepted)
    {
        var offer = SdpSamples.Offer(videoSlots: 1);
        Assert.True(SdpAnswerReader.TryRead(SdpSamples.Read(file), offer, out var answer, out var reason), reason);
        Assert.Equal(accepted, answer.Sections.Count(section => section.Accepted));
        Assert.Equal(extensionIds, answer.Find("cam")!.ExtensionIds.Order());
        Assert.Equal([96], answer.Find("cam")!.PayloadTypes); // no RTX
        Assert.Equal(0u, Assert.Single(answer.Find("cam")!.Streams).RtxSsrc);
        Assert.Equal("sha-256", Assert.Single(answer.Fingerprints).Algorithm);
    }

    [Theory]
    [InlineData("answer-chromium-156.sdp")]
    [InlineData("answer-firefox-153.sdp")]
    public void A_participant_may_refuse_any_section_and_the_first_left_describes_the_transport(string file)
    {
        var text = SdpSamples.Read(file);
        foreach (var refused in new[] { "mic", "cam", "screen", "a0", "v3" })
        {
            var answer = Accept(RefuseSection(text, refused));
            Assert.Equal(refused, Assert.Single(answer.Sections, section => !section.Accepted).Mid);
            Assert.NotEmpty(answer.Fingerprints);
        }

        var onlyOne = SdpSamples.Offer().Sections.Select(section => section.Mid).Where(mid => mid != "v3").Aggregate(text, RefuseSection);
        Assert.Equal("v3", Assert.Single(Accept(onlyOne).Sections, section => section.Accepted).Mid);
    }

    [Fact]
    public void An_inactive_section_is_not_accepted_but_no_offence()
    {
        var answer = Accept(InSection(Chromium(), "cam", "a=sendonly", "a=inactive"));
        Assert.False(answer.Find("cam")!.Accepted);
        Assert.Empty(answer.Find("cam")!.PayloadTypes);
    }

    [Fact]
    public void Takes_paused_layers_fewer_layers_and_a_single_stream()
    {
        Assert.Equal(["l", "m", "h"], Accept(InSection(Chromium(), "cam", "send l;m;h", "send l;~m;~h")).Find("cam")!.Rids);
        Assert.Equal(["l", "h"], Accept(InSection(Chromium(), "cam", "send l;m;h", "send l;h")).Find("cam")!.Rids);
        Assert.Empty(Accept(InSection(Chromium(), "cam", "a=simulcast:send l;m;h", "a=x")).Find("cam")!.Rids);
    }

    [Fact]
    public void Takes_codec_names_in_any_case_and_fewer_extensions() // GStreamer writes OPUS
    {
        var text = InSection(Chromium(), "mic", "opus/48000/2", "OPUS/48000/2");
        text = InSection(text, "mic", "a=extmap:3", "a=x-was-extmap:3");
        Assert.Equal([1, 4], Accept(text).Find("mic")!.ExtensionIds);
    }

    [Fact]
    public void Credentials_may_stand_at_the_session()
    {
        var lines = Chromium().Split("\r\n").ToList();
        var moved = lines.Where(line => line.StartsWith("a=ice-ufrag", StringComparison.Ordinal) || line.StartsWith("a=ice-pwd", StringComparison.Ordinal)
            || line.StartsWith("a=setup", StringComparison.Ordinal) || line.StartsWith("a=fingerprint", StringComparison.Ordinal)).Distinct().ToList();
        lines.RemoveAll(moved.Contains);
        lines.InsertRange(5, moved);
        Assert.Equal(Accept(Chromium()).IcePassword, Accept(string.Join("\r\n", lines)).IcePassword);
    }

    [Fact]
    public void Keeps_every_fingerprint_it_can_check_and_passes_over_the_others()
    {
        var sha512 = "a=fingerprint:sha-512 " + string.Join(':', Enumerable.Repeat("0A", 64));
        var answer = Accept(InSection(Chromium(), "mic", "a=setup:active", $"a=fingerprint:sha-1 00\r\n{sha512}\r\na=setup:active"));
        Assert.Equal(["sha-256", "sha-512"], answer.Fingerprints.Select(fingerprint => fingerprint.Algorithm));
        Assert.Equal(Enumerable.Repeat((byte)10, 64), answer.Fingerprints[1].Value);
    }

    [Theory]
    [InlineData("mic", "a=ice-ufrag", "a=x", "ICE credentials")]
    [InlineData("mic", "a=ice-pwd", "a=x", "ICE credentials")]
    [InlineData("mic", "a=ice-pwd:", "a=ice-pwd:short\r\na=x:", "too short")]
    [InlineData("mic", "a=ice-ufrag:", "a=ice-ufrag:abc\r\na=x:", "too short")]
    [InlineData("mic", "a=ice-ufrag:", "a=ice-ufrag:ab d\r\na=x:", "ICE characters")]
    [InlineData("mic", "a=fingerprint", "a=x", "fingerprint")]
    [InlineData("mic", "sha-256", "sha-1", "SHA-256")]
    [InlineData("mic", "sha-256 ", "sha-256 0", "SHA-256")]
    [InlineData("mic", "setup:active", "setup:passive", "setup:active")]
    [InlineData("mic", "setup:active", "setup:actpass", "setup:active")]
    [InlineData("mic", "a=setup:active", "a=x", "setup:active")]
    [InlineData("mic", "a=mid:mic", "a=mid:tap", "called tap")]
    [InlineData("mic", "a=mid:mic", "a=x", "called nothing")]
    [InlineData("mic", "m=audio", "m=video", "audio was offered")]
    [InlineData("mic", "RTP/SAVPF", "RTP/SAVP", "protocol")]
    [InlineData("mic", "RTP/SAVPF 111", "RTP/SAVPF 111 0", "payload type 0")]
    [InlineData("mic", "RTP/SAVPF 111", "RTP/SAVPF 111 111", "payload type 111")]
    [InlineData("mic", "RTP/SAVPF 111", "RTP/SAVPF 0111", "payload type 0111")]
    [InlineData("mic", "opus/48000/2", "PCMU/8000", "opus/48000/2")]
    [InlineData("mic", "a=rtpmap:111 ", "a=rtpmap:110 ", "opus/48000/2")]
    [InlineData("mic", "a=rtcp-mux", "a=x", "rtcp-mux")]
    [InlineData("mic", "a=sendonly", "a=recvonly", "direction")]
    [InlineData("mic", "a=sendonly", "a=sendrecv", "direction")]
    [InlineData("mic", "a=sendonly", "a=x", "direction")]
    [InlineData("a0", "a=recvonly", "a=sendonly", "direction")]
    [InlineData("mic", "a=extmap:4 ", "a=extmap:5 ", "header extension 5")]
    [InlineData("mic", "a=extmap:4 ", "a=extmap:3 ", "header extension 3")]
    [InlineData("mic", "a=extmap:4 urn", "a=extmap:4", "header extension 4")]
    [InlineData("mic", "a=extmap:4 ", "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\na=x:", "header extension 2")]
    [InlineData("mic", "a=rtcp-mux", "a=rtcp-mux\r\na=rid:l send\r\na=simulcast:send l", "simulcast was not offered")]
    [InlineData("cam", "RTP/SAVPF 96 97 102 103", "RTP/SAVPF 97 102 103", "without 96")]
    [InlineData("cam", "apt=96", "apt=102", "retransmit 96")]
    [InlineData("cam", "send l;m;h", "send l;m;x", "not offered")]
    [InlineData("cam", "send l;m;h", "send l;m;l", "twice")]
    [InlineData("cam", "send l;m;h", "send l,m;h", "not offered")]
    [InlineData("cam", "send l;m;h", "recv l;m;h", "only send")]
    [InlineData("cam", "send l;m;h", "send l;m;h recv l", "only send")]
    [InlineData("cam", "send l;m;h", "send", "only send")]
    [InlineData("cam", "a=rid:m send", "a=rid:m recv", "layer m")]
    [InlineData("screen", "ssrc-group:FID ", "ssrc-group:FID 0 ", "FID")]
    [InlineData("screen", "a=ssrc:", "a=ssrc:x", "a=ssrc")]
    [InlineData("screen", "a=ssrc:", "a=ssrc:4294967296 cname:x\r\na=ssrc:", "a=ssrc")]
    public void Refuses_what_was_not_offered_and_says_why(string mid, string replace, string by, string expected)
    {
        var text = InSection(Chromium(), mid, replace, by);
        Assert.NotEqual(Chromium(), text);
        Refuse(text, expected);
    }

    [Theory]
    [InlineData("a=group:BUNDLE mic ", "a=group:BUNDLE ", "Section mic")]
    [InlineData("a=group:BUNDLE mic ", "a=group:BUNDLE mic mic ", "twice")]
    [InlineData("a=group:BUNDLE", "a=group:LS", "BUNDLE")]
    [InlineData("a=group:BUNDLE", "a=group:BUNDLE a0\r\na=group:BUNDLE", "exactly one")]
    [InlineData("t=0 0\r\n", "t=0 0\r\na=ice-lite\r\n", "ICE-lite")]
    [InlineData("v=0", "v=1", "Line 1")]
    public void Refuses_a_session_that_does_not_fit_and_says_why(string replace, string by, string expected) =>
        Refuse(Chromium().Replace(replace, by, StringComparison.Ordinal), expected);

    [Fact]
    public void Refuses_an_answer_with_other_sections_than_offered()
    {
        var text = Chromium();
        var last = text.LastIndexOf("m=video", StringComparison.Ordinal);
        Refuse(text[..last], "12 sections");
        Refuse(text + text[last..], "14 sections");
        Refuse(RefuseSection(text, "cam").Replace("a=mid:cam", "a=mid:other", StringComparison.Ordinal), "called other");
    }

    [Fact]
    public void Refuses_an_answer_that_accepts_nothing() =>
        Refuse(SdpSamples.Offer().Sections.Select(section => section.Mid).Aggregate(Chromium(), RefuseSection), "accepts no section");

    [Fact]
    public void Refuses_our_own_offer_sent_back() => Refuse(SdpOfferWriter.Write(SdpSamples.Offer()), "ICE-lite");

    [Theory]
    [InlineData("answer-chromium-156.sdp")]
    [InlineData("answer-firefox-153.sdp")]
    public void An_answer_cut_at_any_character_is_refused_or_read_and_never_throws(string file)
    {
        var text = SdpSamples.Read(file);
        var offer = SdpSamples.Offer();
        var whole = 0;
        for (var length = 0; length < text.Length; length++)
        {
            if (SdpAnswerReader.TryRead(text[..length], offer, out var answer, out var reason))
                whole++;
            else
                Assert.True(answer is null && reason.Length > 0);
        }

        Assert.InRange(whole, 0, 400); // only within the attributes of the last section that nobody needs
    }

    [Fact]
    public void The_clients_answer_is_read_as_it_was_meant_for_every_number_of_slots()
    {
        foreach (var slots in new[] { 1, 4, 9, 16, 25 })
        {
            var offer = SdpSamples.Offer(slots);
            var text = SdpAnswerWriter.Write(offer, SdpSamples.Client);
            Assert.True(SdpAnswerReader.TryRead(text, offer, out var answer, out var reason), reason);
            Assert.Equal(SdpSamples.Client.IceUfrag, answer.IceUfrag);
            Assert.Equal(SdpSamples.Client.IcePassword, answer.IcePassword);
            Assert.Equal(SdpSamples.Client.Fingerprint, Assert.Single(answer.Fingerprints));
            Assert.All(answer.Sections, section => Assert.True(section.Accepted));
            Assert.Equal(["l", "m", "h"], answer.Find("cam")!.Rids);
        }
    }

    [Fact]
    public void The_client_may_answer_without_simulcast()
    {
        var offer = SdpSamples.Offer();
        var text = SdpAnswerWriter.Write(offer, SdpSamples.Client with { Rids = [] });
        Assert.True(SdpAnswerReader.TryRead(text, offer, out var answer, out var reason), reason);
        Assert.Empty(answer.Find("cam")!.Rids);
    }

    private static string Chromium() => SdpSamples.Read("answer-chromium-156.sdp");

    private static SdpAnswer Accept(string text)
    {
        Assert.True(SdpAnswerReader.TryRead(text, SdpSamples.Offer(), out var answer, out var reason), reason);
        Assert.Equal(SdpSamples.Offer().Sections.Select(section => section.Mid), answer.Sections.Select(section => section.Mid));
        return answer;
    }

    private static void Refuse(string text, string expected)
    {
        Assert.False(SdpAnswerReader.TryRead(text, SdpSamples.Offer(), out var answer, out var reason));
        Assert.Null(answer);
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    private static void AssertBothBrowsers(SdpAnswer answer)
    {
        Assert.All(answer.Sections, section => Assert.True(section.Accepted));
        Assert.All(answer.Sections, section => Assert.Equal(PublishingMids.Contains(section.Mid) ? SdpDirection.SendOnly : SdpDirection.RecvOnly, section.Direction));
        Assert.Equal(["l", "m", "h"], answer.Find("cam")!.Rids);
        Assert.Equal([1, 3, 4], answer.Find("mic")!.ExtensionIds);
        Assert.Equal([2, 3, 4, 5, 6], answer.Find("cam")!.ExtensionIds);
        Assert.Equal([111], answer.Find("mic")!.PayloadTypes);
        Assert.Single(answer.Find("mic")!.Streams);
        Assert.Equal("sha-256", Assert.Single(answer.Fingerprints).Algorithm);
        Assert.Null(answer.Find("v4"));
    }

    /// <summary>Replaces the first occurrence within one section.</summary>
    private static string InSection(string text, string mid, string replace, string by)
    {
        var (start, end) = FindSection(text, mid);
        var at = text.IndexOf(replace, start, end - start, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{replace} is not in {mid}");
        return text[..at] + by + text[(at + replace.Length)..];
    }

    /// <summary>What a browser does to refuse: port 0, and out of the bundle.</summary>
    private static string RefuseSection(string text, string mid)
    {
        var refused = InSection(text, mid, " 9 UDP", " 0 UDP");
        var lines = refused.Split("\r\n");
        var group = Array.FindIndex(lines, line => line.StartsWith("a=group:BUNDLE", StringComparison.Ordinal));
        lines[group] = string.Join(' ', lines[group].Split(' ').Where(word => word != mid));
        return string.Join("\r\n", lines);
    }

    private static (int Start, int End) FindSection(string text, string mid)
    {
        var name = text.IndexOf($"a=mid:{mid}\r\n", StringComparison.Ordinal);
        var end = text.IndexOf("\r\nm=", name, StringComparison.Ordinal);
        return (text.LastIndexOf("\r\nm=", name, StringComparison.Ordinal), end < 0 ? text.Length : end);
    }
}
