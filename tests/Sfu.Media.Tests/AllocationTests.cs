using System.Buffers.Binary;
using Sfu.Media.Rooms;
using Sfu.Media.Tests.Virtual;
using Sfu.Testing;
using Sfu.WebRtc;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;

namespace Sfu.Media.Tests;

/// <summary>Mistake 14: garbage per packet. The gate runs a whole room with real encryption.</summary>
public class AllocationTests
{
    private const int Subscribers = 10;
    private const int Ticks = 2000;

    [Theory]
    [InlineData(SrtpProtectionProfile.AeadAes128Gcm)]
    [InlineData(SrtpProtectionProfile.Aes128CmHmacSha1_80)]
    public void Forwarding_a_hundred_thousand_packets_allocates_nothing(SrtpProtectionProfile profile)
    {
        using var room = new MediaRoom(new NoEvents());
        using var output = new DatagramBatch(1024);
        var senders = new List<SrtpSender>();
        var participants = Enumerable.Range(1, Subscribers + 1).Select(number =>
        {
            var id = (uint)number * 100;
            var participant = room.Add((uint)number, new SlotPlan(
                [new SlotStream("a0", id, 0), new SlotStream("a1", id + 1, 0)],
                [new SlotStream("v0", id + 2, id + 3), new SlotStream("v1", id + 4, id + 5)]));
            var sender = new SrtpSender(profile, new byte[profile.KeyLength], new byte[profile.SaltLength]);
            senders.Add(sender);
            participant.Connect(sender, TransportAddress.FromIPv4((uint)number, 9));
            if (number > 1)
                participant.SetView([new ViewItem(1, SourceKind.Camera, 1280, 720)]);
            return participant;
        }).ToArray();
        participants[0].SetPublishing(Sources.Mic | Sources.Camera);

        // The packets a publisher sends, and what subscribers say, made before anything is measured.
        var script = new Script();
        var nowUs = MonotonicTime.Second;
        for (var tick = 0; tick < 500; tick++)
            Tick(tick);
        var sentBefore = room.SumCounters().RtpSent;
        var (next, allocated, allocating, unmeasured) = (500, 0L, 0, 0);
        Action oneTick = () => Tick(next++);
        while (next < 500 + Ticks)
        {
            if (!Allocation.TryMeasure(oneTick, out var bytes))
            {
                unmeasured++;
                continue;
            }

            allocated += bytes;
            allocating += bytes > 0 ? 1 : 0;
        }

        Assert.True(room.SumCounters().RtpSent - sentBefore >= 100_000);
        Assert.True(room.SumCounters().RetransmissionsSent > 100);
        Assert.True(room.SumCounters().NacksSent > 100);
        Assert.True(allocated == 0, $"{allocated} bytes in {allocating} of {Ticks} ticks");
        Assert.True(unmeasured < Ticks / 10, $"{unmeasured} of {Ticks} ticks could not be measured: collections came in between.");
        senders.ForEach(sender => sender.Dispose());

        void Tick(int tick)
        {
            nowUs += 20_000;
            foreach (var packet in script.Tick(tick))
                participants[0].ReceiveRtp(packet, nowUs);
            participants[2].ReceiveRtcp(script.Nack(participants[2].Number * 100 + 2), nowUs);
            participants[3].ReceiveRtcp(script.KeyframeRequest, nowUs);
            room.Forward(nowUs, output);
            room.HandleTimers(nowUs, output);
            script.Look(output, 302);
            output.Clear();
        }
    }

    private sealed class NoEvents : IMediaEvents
    {
        public void SlotsChanged(MediaParticipant subscriber, ReadOnlySpan<SlotAssignment> slots)
        {
        }

        public void SpeakersChanged(ReadOnlySpan<uint> participants)
        {
        }
    }

    /// <summary>Five camera packets and one of audio per tick, with losses and sender reports in between.</summary>
    private sealed class Script
    {
        private readonly List<byte[]>[] _ticks = new List<byte[]>[500 + Ticks];
        private readonly byte[] _nack = new byte[100];
        private ushort _last;

        public Script()
        {
            // A recorder in the place of the room: the conference's client only builds packets.
            using var conference = new Conference();
            var client = conference.Join();
            var recorded = new List<byte[]>();
            client.Recorder = recorded;
            var (camera, mic) = (client.Publish(SourceKind.Camera), client.Publish(SourceKind.Mic));
            camera.Loses = sequence => sequence % 50 == 7;
            for (var tick = 0; tick < _ticks.Length; tick++)
            {
                camera.SendFrame(keyframe: tick % 100 == 0, packets: 5);
                mic.SendAudio((byte)(30 + (tick % 10)));
                _ticks[tick] = [.. recorded];
                recorded.Clear();
            }
        }

        public byte[] KeyframeRequest { get; } = [0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0x01, 0x92];

        public List<byte[]> Tick(int tick) => _ticks[tick];

        /// <summary>Remembers the last number that a slot sent.</summary>
        public void Look(DatagramBatch output, uint ssrc)
        {
            for (var i = 0; i < output.Count; i++)
            {
                if (output[i].Length > 28 && BinaryPrimitives.ReadUInt32BigEndian(output[i][RtpHeader.SsrcOffset..]) == ssrc)
                    _last = BinaryPrimitives.ReadUInt16BigEndian(output[i][RtpHeader.SequenceNumberOffset..]);
            }
        }

        public ReadOnlySpan<byte> Nack(uint ssrc)
        {
            Span<ushort> missing = [(ushort)(_last - 3), (ushort)(_last - 2), _last];
            return _nack.AsSpan(0, NackWriter.Write(_nack, 1, ssrc, missing, out _));
        }
    }
}
