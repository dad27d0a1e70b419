using System.Globalization;
using Sfu.Media;
using Sfu.Rooms;
using Sfu.Server.Conference;
using Sfu.Server.Contracts;
using Sfu.Server.Media;
using ViewItem = Sfu.Media.ViewItem;

namespace Sfu.Server.Hub;

/// <summary>The calls of a seated participant that concern her media. Stateless singleton.</summary>
internal sealed class MediaCalls(IMediaPlane media)
{
    /// <summary>Larger than any screen; the media engine counts in 16 bits.</summary>
    private const int LargestSide = 16384;

    public Reply<Done> Answer(Seat seat, AnswerRequest request)
    {
        if (!seat.IsAnswerDue)
        {
            return Replies.Refuse<Done>(ProblemCode.AnswerInvalid, "No offer waits for an answer.");
        }

        if (!seat.Offer.TryReadAnswer(request.Sdp, out var remote, out var fingerprints, out var reason))
        {
            return Replies.Refuse<Done>(ProblemCode.AnswerInvalid, reason);
        }

        if (!media.TrySetRemote(seat.Room.Number, seat.Participant, remote, fingerprints))
        {
            return Replies.Refuse<Done>(ProblemCode.ServerFull, Replies.Overloaded);
        }

        seat.IsAnswerDue = false;
        return Replies.Done;
    }

    public Reply<Done> SetPublishing(Seat seat, PublishingRequest request)
    {
        var publishing = new Publishing(request.Mic, request.Camera, request.Screen, request.ScreenAudio);
        var sources = (request.Mic ? Sources.Mic : Sources.None)
            | (request.Camera ? Sources.Camera : Sources.None)
            | (request.Screen ? Sources.Screen : Sources.None)
            | (request.ScreenAudio ? Sources.ScreenAudio : Sources.None);
        return seat.Room.SetPublishing(seat.Participant, publishing, () => media.TrySetPublishing(seat.Room.Number, seat.Participant, sources))
            ? Replies.Done
            : Replies.Refuse<Done>(ProblemCode.ServerFull, Replies.Overloaded);
    }

    public Reply<Done> SetView(Seat seat, ViewRequest request)
    {
        if (request.Items.Count > Limits.ViewItems)
        {
            return Replies.Refuse<Done>(ProblemCode.RequestInvalid, $"A view has at most {Limits.ViewItems} items.");
        }

        var items = new List<ViewItem>(request.Items.Count);
        foreach (var item in request.Items)
        {
            // Strict JSON guards members, not the elements of a list.
            if (item is null || item.Width is < 0 or > LargestSide || item.Height is < 0 or > LargestSide)
            {
                return Replies.Refuse<Done>(ProblemCode.RequestInvalid, $"Width and height must lie between 0 and {LargestSide}.");
            }

            // Somebody who has just left is no mistake of the client's: it could not know yet.
            if (uint.TryParse(item.ParticipantId, NumberStyles.None, CultureInfo.InvariantCulture, out var participant)
                && participant != seat.Participant && seat.Room.Holds(participant))
            {
                var kind = item.Kind == ViewKind.Camera ? SourceKind.Camera : SourceKind.Screen;
                items.Add(new ViewItem(participant, kind, (ushort)item.Width, (ushort)item.Height));
            }
        }

        return media.TrySetView(seat.Room.Number, seat.Participant, [.. items])
            ? Replies.Done
            : Replies.Refuse<Done>(ProblemCode.ServerFull, Replies.Overloaded);
    }

    public Reply<RestartIceResult> RestartIce(Seat seat)
    {
        var offer = OfferDesk.Restart(seat.Offer);
        if (!media.TryRestartIce(seat.Room.Number, seat.Participant, offer.Credentials))
        {
            return Replies.Refuse<RestartIceResult>(ProblemCode.ServerFull, Replies.Overloaded);
        }

        seat.Offer = offer;
        seat.IsAnswerDue = true;
        return Replies.Give(new RestartIceResult(offer.Sdp));
    }
}
