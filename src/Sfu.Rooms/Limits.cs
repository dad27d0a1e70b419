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

    /// <summary>UTF-16 units of a chat message: two pages of text.</summary>
    public const int ChatChars = 4000;

    /// <summary>Chat messages kept in a room, oldest forgotten first: a long evening; 4 MB if every one is as long as can be.</summary>
    public const int ChatHistory = 500;

    /// <summary>Messages, reactions and hands of one person per second, long-run: faster is no conversation.</summary>
    public const int ActionsPerSecond = 5;

    /// <summary>Of these at once after having been quiet.</summary>
    public const int ActionBurst = 10;

    /// <summary>UTF-16 units of one emoji: families with skin tones have about 25.</summary>
    public const int EmojiChars = 32;

    /// <summary>UTF-16 units of a room's subject: a heading.</summary>
    public const int SubjectChars = 200;

    /// <summary>UTF-16 units of welcome and moderator message: they travel in links, which browsers cut at some tens of thousands.</summary>
    public const int WelcomeChars = 1000;

    /// <summary>UTF-16 units of an address: what servers accept.</summary>
    public const int AddressChars = 500;

    /// <summary>UTF-16 units of a reason or a message to the lobby: a few sentences.</summary>
    public const int ReasonChars = 500;

    /// <summary>UTF-16 units of a room password; longer ones only cost time in hashing.</summary>
    public const int PasswordChars = 128;

    /// <summary>Password checks at once for one address and room: hashing takes a tenth of a second, and a club that comes in together fits.</summary>
    public const int PasswordChecksAtOnce = 16;

    /// <summary>UTF-16 units of a poll's question and of each option.</summary>
    public const int PollTextChars = 300;

    /// <summary>Options of a poll: more does not fit on a screen.</summary>
    public const int PollOptions = 20;

    /// <summary>Polls in a room: a general assembly with many votes fits.</summary>
    public const int Polls = 50;

    /// <summary>Largest number that may be set as a room's maximum; the server's own limit holds anyway.</summary>
    public const int MostParticipants = 10_000;

    /// <summary>Longest duration: a week.</summary>
    public const int MostMinutes = 7 * 24 * 60;

    /// <summary>Seats barred from or rejected by one room that are remembered: beyond it the oldest rule is lost, not the memory.</summary>
    public const int BarredSeats = 1000;

    /// <summary>Addresses of barred people that one room remembers, as hashes: newcomers from there knock. More are no meeting any more.</summary>
    public const int BarredAddresses = 1000;

    /// <summary>Of the barred seats, how many travel in every seat token, newest first: 50 are a kilobyte.</summary>
    public const int BarredSeatsInToken = 50;

    /// <summary>People a room remembers after they have left, for talk times and in case they come back: a day of coming and going.</summary>
    public const int PeopleRemembered = 1000;

    /// <summary>Updates of a room kept for those who come back: some minutes of a lively room; after that a snapshot is shorter.</summary>
    public const int KeptUpdates = 500;

    /// <summary>Results of commands kept per seat: a client repeats only what it has no answer to, which is one or two.</summary>
    public const int KeptResults = 64;

    /// <summary>Seconds a seat waits for its owner: a change of network, a restart of the browser.</summary>
    public const int GraceSeconds = 60;

    /// <summary>The same after a page said that it goes away: a reload takes less, and whoever closed her tab is not shown for longer.</summary>
    public const int ReloadSeconds = 10;

    /// <summary>Seconds a hub connection may hold neither a seat nor a place before a door: a page joins at once after connecting.</summary>
    public const int IdleConnectionSeconds = 60;

    /// <summary>UTF-16 units of a token: settings with every text at its longest fit.</summary>
    public const int TokenChars = 16 * 1024;

    /// <summary>Waiting in one lobby: more are no queue a moderator reads.</summary>
    public int LobbySize { get; init; } = 50;

    /// <summary>Joins from one address per minute (IPv6: its /64). A whole club behind one router fits; loopback, where a proxy hides everybody, is not counted.</summary>
    public int JoinsPerAddressPerMinute { get; init; } = 120;

    /// <summary>Wrong passwords or creator codes from one address for one room before it has to wait.</summary>
    public int PasswordAttempts { get; init; } = 10;

    /// <summary>Hub calls one connection may make at once after having been quiet.</summary>
    public int CallBurst { get; init; } = 60;
}
