using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using Sfu.Media;
using Sfu.WebRtc.Ice;
using Sfu.Wire;
using Sfu.Wire.Sdp;

namespace Sfu.Server.Media;

/// <summary>Writes the offers. Every participant gets stream numbers of her own, random so that they tell nothing. Stateless singleton.</summary>
internal sealed class OfferDesk(IMediaPlane media)
{
    /// <summary>RFC 9429 §5.2.1: a session id is a random number below 2^62.</summary>
    private const ulong SessionIdMask = (1UL << 62) - 1;

    public Offer Write(int videoSlots, IReadOnlyList<IPEndPoint> candidates)
    {
        var taken = new HashSet<uint> { 0 };
        var audio = Enumerable.Range(0, MediaProfile.AudioSlots).Select(index => new SlotStream(MediaProfile.AudioSlotMid(index), NewSsrc(taken), 0));
        var video = Enumerable.Range(0, MediaProfile.RoundUpVideoSlots(videoSlots))
            .Select(index => new SlotStream(MediaProfile.VideoSlotMid(index), NewSsrc(taken), NewSsrc(taken)));
        var slots = new SlotPlan([.. audio], [.. video]);
        var credentials = IceCredentials.Generate();
        var description = new SdpOffer
        {
            SessionId = (long)(BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) & SessionIdMask),
            SessionVersion = 1,
            IceUfrag = credentials.UsernameFragment,
            IcePassword = credentials.Password,
            Fingerprint = new SdpFingerprint(media.Fingerprint.Algorithm, media.Fingerprint.Value),
            Candidates = [.. candidates.Select(candidate => TransportAddress.From(candidate.Address, candidate.Port))],
            CanonicalName = Sfu.Media.CanonicalName.Text,
            AudioSlots = [.. slots.Audio.Select(Announce)],
            VideoSlots = [.. slots.Video.Select(Announce)],
        };
        return new Offer(description, credentials, slots);
    }

    /// <summary>The same offer with new ICE credentials, for an ICE restart.</summary>
    public static Offer Restart(Offer offer)
    {
        var credentials = IceCredentials.Generate();
        var description = offer.Description with
        {
            SessionVersion = offer.Description.SessionVersion + 1,
            IceUfrag = credentials.UsernameFragment,
            IcePassword = credentials.Password,
        };
        return new Offer(description, credentials, offer.Slots);
    }

    private static SdpSlot Announce(SlotStream slot) => new(slot.Mid, slot.Ssrc, slot.RtxSsrc);

    private static uint NewSsrc(HashSet<uint> taken)
    {
        uint ssrc;
        do
        {
            ssrc = BinaryPrimitives.ReadUInt32LittleEndian(RandomNumberGenerator.GetBytes(sizeof(uint)));
        }
        while (!taken.Add(ssrc));
        return ssrc;
    }
}
