using System.Buffers.Binary;
using Sfu.Media.Tests.Virtual;
using Sfu.WebRtc;
using Sfu.Wire.Codecs;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Tests;

public sealed class RetransmissionTests : IDisposable
{
    private readonly Conference _conference = new();

    public void Dispose() => _conference.Dispose();

    /// <summary>Mistake 2: RTX taken from another subscriber's rewrite.</summary>
    [Fact]
    public void Each_subscriber_gets_its_own_packet_again_with_its_own_numbers()
    {
        var (speaker, first, second) = (_conference.Join(), _conference.Join(), _conference.Join());
        speaker.Media.SetPublishing(Sources.Camera | Sources.Screen);
        var (camera, screen) = (speaker.Publish(SourceKind.Camera), speaker.Publish(SourceKind.Screen));
        camera.PictureId = 77;

        // The second one's slot has carried something else before, so its numbers differ from the first one's.
        second.View(new ViewItem(speaker.Number, SourceKind.Screen, 1280, 720));
        first.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        screen.SendFrame(keyframe: true);
        _conference.Advance(300, () => screen.SendFrame(packets: 3));
        second.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        _conference.Advance(50);
        camera.SendFrame(keyframe: true);
        _conference.Advance(100, () => camera.SendFrame());

        var origin = TestStream.OriginOf(first.Rtp[^5]);
        foreach (var subscriber in new[] { first, second })
        {
            var original = subscriber.Rtp.Last(packet => packet.Kind == SourceKind.Camera && TestStream.OriginOf(packet) == origin);
            var before = subscriber.Rtp.Count;
            subscriber.Nack(original.Ssrc, (ushort)original.Sequence);
            _conference.Advance(5);

            var resent = Assert.Single(subscriber.Rtp.Skip(before));
            Assert.Equal(subscriber.Plan.Video[0].RtxSsrc, resent.Ssrc);
            Assert.Equal(MediaProfile.Vp8RtxPayloadType, resent.PayloadType);
            Assert.Equal((original.Timestamp, original.Marker, original.Csrc, original.Mid), (resent.Timestamp, resent.Marker, resent.Csrc, resent.Mid));
            Assert.Equal((ushort)original.Sequence, BinaryPrimitives.ReadUInt16BigEndian(resent.Payload));
            Assert.Equal(original.Payload, resent.Payload[2..]);
        }

        var (one, two) = (first.Rtp[^1], second.Rtp[^1]);
        Assert.True(Vp8Descriptor.TryRead(one.Payload.AsSpan(2), out var oneDescriptor));
        Assert.True(Vp8Descriptor.TryRead(two.Payload.AsSpan(2), out var twoDescriptor));
        Assert.NotEqual(oneDescriptor.PictureId, twoDescriptor.PictureId);
    }

    [Fact]
    public void A_slot_that_changed_hands_resends_from_the_source_it_had_then()
    {
        var (one, two, viewer) = (_conference.Join(), _conference.Join(), _conference.Join(videoSlots: 1));
        var streams = new[] { one, two }.Select(client =>
        {
            client.Media.SetPublishing(Sources.Camera);
            return client.Publish(SourceKind.Camera);
        }).ToArray();
        viewer.View(new ViewItem(one.Number, SourceKind.Camera, 1280, 720));
        streams[0].SendFrame(keyframe: true);
        _conference.Advance(50, () => streams[0].SendFrame());
        var old = viewer.Rtp[^3];

        viewer.View(new ViewItem(two.Number, SourceKind.Camera, 1280, 720));
        _conference.Advance(5);
        streams[1].SendFrame(keyframe: true);
        _conference.Advance(50, () => streams[1].SendFrame());
        Assert.Equal(two.Number, viewer.Rtp[^1].Participant);
        viewer.Nack(old.Ssrc, (ushort)old.Sequence);
        _conference.Advance(5);

        Assert.Equal(one.Number, viewer.Rtp[^1].Participant);
        Assert.Equal(old.Payload, viewer.Rtp[^1].Payload[2..]);
    }

    /// <summary>Mistake 4: a changed packet under a used index gives the key away. The oracle in <see cref="Client"/> watches every datagram.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_index_is_used_for_two_plaintexts_over_lossy_minutes_of_switching(int seed)
    {
        var random = new Random(seed);
        var speakers = Enumerable.Range(0, 3).Select(_ => _conference.Join()).ToArray();
        var cameras = speakers.Select(speaker => new Camera(speaker)).ToArray();
        var mics = speakers.Select(speaker => speaker.Publish(SourceKind.Mic)).ToArray();
        foreach (var speaker in speakers)
            speaker.Media.SetPublishing(Sources.Camera | Sources.Mic);
        var viewer = _conference.Join(audioSlots: 2, videoSlots: 2);
        viewer.Loses = _ => random.Next(12) == 0;
        foreach (var stream in cameras.SelectMany(camera => camera.Layers).Concat(mics))
            stream.Loses = _ => random.Next(20) == 0;

        for (var step = 0; step < 5 * 60 * 30; step++)
        {
            _conference.Step(33_333);
            foreach (var camera in cameras)
                camera.Capture(_conference.NowUs, keyframe: random.Next(200) == 0);
            foreach (var mic in mics)
                mic.SendAudio((byte)random.Next(10, 100));
            foreach (var (speaker, streams) in speakers.Zip(cameras.Select(camera => camera.Layers)))
            {
                foreach (var stream in streams)
                {
                    foreach (var (_, sequence) in speaker.NacksFor(stream.Ssrc))
                        stream.Retransmit(sequence);
                }

                speaker.Rtcp.Clear();
            }

            if (random.Next(50) == 0)
            {
                viewer.View([.. Enumerable.Range(0, random.Next(4)).Select(_ => new ViewItem(
                    speakers[random.Next(3)].Number, SourceKind.Camera, (ushort)random.Next(1300), 720))]);
            }

            // The viewer asks for whatever it likes again: missing, received and never sent.
            foreach (var slot in viewer.Plan.Audio.Concat(viewer.Plan.Video))
            {
                if (viewer.Rtp.FindLast(packet => packet.Ssrc == slot.Ssrc) is { } last)
                    viewer.Nack(slot.Ssrc, (ushort)(last.Sequence - random.Next(100)), (ushort)last.Sequence, (ushort)(last.Sequence + 3));
            }

            if (viewer.Rtp.Count > 5000)
                viewer.Rtp.RemoveRange(0, 4000);
        }

        Assert.True(viewer.Media.Counters.RetransmissionsSent > 1000);
        Assert.True(viewer.Media.Counters.RtpSent > 20_000);
        Assert.True(speakers.Sum(speaker => speaker.Media.Counters.RetransmissionsReceived) > 1000);
    }

    [Fact]
    public void Does_not_resend_within_a_round_trip_nor_more_than_three_times_nor_what_is_old()
    {
        var (speaker, viewer, camera) = Watch();
        var wanted = viewer.Rtp[^1];
        for (var i = 0; i < 100; i++)
        {
            viewer.Nack(wanted.Ssrc, (ushort)wanted.Sequence, (ushort)wanted.Sequence);
            _conference.Advance(10);
        }

        Assert.Equal(3, viewer.Media.Counters.RetransmissionsSent);
        var times = viewer.Rtp.Where(packet => packet.Ssrc == viewer.Plan.Video[0].RtxSsrc).Select(packet => packet.AtUs).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 100 * MonotonicTime.Millisecond));

        camera.SendFrame();
        _conference.Advance(2000);
        viewer.Nack(wanted.Ssrc, (ushort)(wanted.Sequence + 1));
        _conference.Advance(5);
        Assert.Equal(3, viewer.Media.Counters.RetransmissionsSent);
        Assert.Equal(0, speaker.Media.Counters.RetransmissionsSent);
    }

    [Fact]
    public void Retransmissions_take_no_more_than_their_share()
    {
        var (_, viewer, camera) = Watch();
        var ssrc = viewer.Plan.Video[0].Ssrc;
        for (var round = 0; round < 3000; round++)
        {
            camera.SendFrame(packets: 3);
            _conference.Step(5000);
            var last = (ushort)viewer.Rtp.FindLast(packet => packet.Ssrc == ssrc)!.Sequence;
            viewer.Nack(ssrc, [.. Enumerable.Range(0, 100).Select(i => (ushort)(last - 99 + i))]);
        }

        var resent = viewer.Rtp.Where(packet => packet.Ssrc != ssrc).Sum(packet => packet.Payload.Length + 28);
        var sent = viewer.Rtp.Where(packet => packet.Ssrc == ssrc).Sum(packet => packet.Payload.Length + 28);
        Assert.InRange(resent, sent / 5, (sent * 3 / 10) + 128 * 1024);
        Assert.True(viewer.Media.Counters.Dropped(DropReason.RtxBudget) > 0);
    }

    [Fact]
    public void Audio_without_an_rtx_stream_is_sent_again_bit_by_bit()
    {
        var (speaker, listener) = (_conference.Join(), _conference.Join());
        speaker.Media.SetPublishing(Sources.Mic);
        var mic = speaker.Publish(SourceKind.Mic);
        var lost = new List<byte[]>();
        var wanted = new List<ushort>();
        listener.Loses = packet =>
        {
            var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet.Span[RtpHeader.SequenceNumberOffset..]);
            if (sequence % 10 != 0 || lost.Any(before => before.AsSpan().SequenceEqual(packet.Span)))
                return false;
            lost.Add(packet.ToArray());
            wanted.Add(sequence);
            return true;
        };
        _conference.Advance(1000, () =>
        {
            mic.SendAudio();
            listener.Nack(listener.Plan.Audio[0].Ssrc, [.. wanted]);
            wanted.Clear();
        });

        Assert.InRange(lost.Count, 18, 22);
        ForwardingTests.AssertConsecutive(listener.Rtp.OrderBy(packet => packet.Sequence).SkipLast(12));
    }

    [Fact]
    public void A_key_frame_whose_first_packet_came_late_is_still_forwarded_whole()
    {
        var (speaker, viewer) = (_conference.Join(), _conference.Join());
        viewer.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        speaker.Media.SetPublishing(Sources.Camera);
        var camera = speaker.Publish(SourceKind.Camera);
        camera.SendFrame();
        _conference.Advance(10);
        var start = (ushort)(camera.Sequence + 1);
        camera.Loses = sequence => sequence == start;
        camera.SendFrame(keyframe: true, packets: 8);
        _conference.Advance(20, () => camera.SendFrame());
        Assert.Empty(viewer.Rtp);
        Assert.Contains(start, speaker.NacksFor(camera.Ssrc).Select(nack => nack.Sequence));

        camera.Retransmit(start);
        _conference.Advance(100, () => camera.SendFrame());
        Assert.Equal(8 + (2 * 24), viewer.Rtp.Count);
        Decoder.AssertDecodable(viewer.Rtp);
    }

    private (Client Speaker, Client Viewer, TestStream Camera) Watch()
    {
        var (speaker, viewer) = (_conference.Join(), _conference.Join());
        viewer.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        speaker.Media.SetPublishing(Sources.Camera);
        var camera = speaker.Publish(SourceKind.Camera);
        camera.SendFrame(keyframe: true);
        _conference.Advance(100, () => camera.SendFrame());
        return (speaker, viewer, camera);
    }
}
