namespace Sfu.Rooms;

/// <summary>
/// Every number that somebody outside could push, with its unit and its reason. The settable ones are options under
/// <c>Sfu:Limits</c>; the constants are part of the protocol.
/// </summary>
public sealed record Limits
{
    /// <summary>Graphemes in a room name: more does not fit into a browser's title or an invitation.</summary>
    public const int RoomNameGraphemes = 100;

    /// <summary>Graphemes in a display name: more does not fit under a tile.</summary>
    public const int DisplayNameGraphemes = 64;

    /// <summary>Bytes of UTF-8 in either: a grapheme can be stacked from any number of marks, bytes cannot.</summary>
    public const int NameBytes = 256;

    /// <summary>UTF-16 units of a name before cleaning: enough for any name within the byte limit in decomposed form and with spaces.</summary>
    public const int NameInputChars = 1024;

    /// <summary>Bytes of one hub message: an answer SDP with every slot is 20 to 40 KB.</summary>
    public const int HubMessageBytes = 64 * 1024;

    /// <summary>Videos one participant may ask for: the largest offer has this many video slots.</summary>
    public const int ViewItems = 25;

    /// <summary>Events waiting for one slow reader before it is cut off: a full room that joins, publishes and leaves at once fits.</summary>
    public const int OutboxEvents = 512;

    /// <summary>Refusals in a row for too many calls before the connection is ended: a page that is merely clumsy stays far below.</summary>
    public const int RefusedCallsBeforeClose = 200;

    /// <summary>Rooms at once: a guard against somebody opening rooms in a loop; an idle one costs a few kilobytes.</summary>
    public int Rooms { get; init; } = 1000;

    /// <summary>Participants in one room: what one core forwards with everybody's audio and a page of videos.</summary>
    public int ParticipantsPerRoom { get; init; } = 100;

    /// <summary>Participants in all rooms: bounds memory (about 200 KB each with packet history).</summary>
    public int Participants { get; init; } = 2000;

    /// <summary>Hub connections at once, seated or not: each may hold two buffers of 64 KiB.</summary>
    public int HubConnections { get; init; } = 4000;

    /// <summary>Hub calls per second of one connection, long-run: a page resizing tiles sends a few.</summary>
    public int CallsPerSecond { get; init; } = 20;

    /// <summary>Hub calls one connection may make at once after having been quiet.</summary>
    public int CallBurst { get; init; } = 60;
}
