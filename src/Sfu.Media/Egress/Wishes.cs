namespace Sfu.Media.Egress;

/// <summary>Whether any subscriber of a room has something for the next tick, so that a tick need not ask a hundred who have nothing. Owned by the room.</summary>
internal sealed class Wishes
{
    /// <summary>Somebody wants packets once more, or must be told what a slot carries now.</summary>
    public bool AreDue { get; set; }
}
