using System.Globalization;
using Sfu.Rooms;
using Sfu.Server.Conference;
using Sfu.Server.Contracts;
using Sfu.Server.Media;

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

        if (!media.TrySetRemote(seat.Room.Number, seat.Media, remote, fingerprints))
        {
            return Replies.Refuse<Done>(ProblemCode.ServerFull, Replies.Overloaded);
        }

        seat.IsAnswerDue = false;
        return Replies.Done;
    }

    public static Reply<Done> SetPublishing(Seat seat, PublishingRequest request) =>
        seat.Room.SetPublishing(seat, new Publishing(request.Mic, request.Camera, request.Screen, request.ScreenAudio))
            ? Replies.Done
            : Replies.Refuse<Done>(ProblemCode.ServerFull, Replies.Overloaded);

    public static Reply<Done> SetView(Seat seat, ViewRequest request)
    {
        if (request.Items.Count > Limits.ViewItems)
        {
            return Replies.Refuse<Done>(ProblemCode.RequestInvalid, $"A view has at most {Limits.ViewItems} items.");
        }

        var items = new List<WantedVideo>(request.Items.Count);
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
                items.Add(new WantedVideo(participant, item.Kind == ViewKind.Screen, (ushort)item.Width, (ushort)item.Height));
            }
        }

        return seat.Room.SetView(seat, items)
            ? Replies.Done
            : Replies.Refuse<Done>(ProblemCode.ServerFull, Replies.Overloaded);
    }

    public Reply<RestartIceResult> RestartIce(Seat seat)
    {
        var offer = OfferDesk.Restart(seat.Offer);
        if (!media.TryRestartIce(seat.Room.Number, seat.Media, offer.Credentials))
        {
            return Replies.Refuse<RestartIceResult>(ProblemCode.ServerFull, Replies.Overloaded);
        }

        seat.Offer = offer;
        seat.IsAnswerDue = true;
        return Replies.Give(new RestartIceResult(offer.Sdp));
    }
}
