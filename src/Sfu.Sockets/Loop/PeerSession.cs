using Sfu.Media.Rooms;
using Sfu.WebRtc.Peer;
using Sfu.Wire;

namespace Sfu.Sockets.Loop;

/// <summary>One participant on a loop: its peer, its media, and the table keys that lead to it.</summary>
internal sealed class PeerSession(uint participant, LoopRoom room, ServerPeer peer, MediaParticipant media, long joinedAtUs)
{
    public uint Participant { get; } = participant;

    public LoopRoom Room { get; } = room;

    public ServerPeer Peer { get; } = peer;

    public MediaParticipant Media { get; } = media;

    /// <summary>When it joined, in microseconds; a browser that never checks is given up by this.</summary>
    public long JoinedAtUs { get; } = joinedAtUs;

    /// <summary>Source addresses that the address table maps to this session.</summary>
    public List<TransportAddress> Addresses { get; } = [];

    /// <summary>Local username fragments in the table: two while an ICE restart is under way.</summary>
    public List<ulong> UfragKeys { get; } = [];

    /// <summary>Before this, in microseconds, neither handshake nor consent can need anything; 0 = look.</summary>
    public long NextLookUs { get; set; }

    public bool MediaIsConnected { get; set; }

    /// <summary>Where media was last told to send; compared with ICE's selection after each verified check.</summary>
    public TransportAddress Destination { get; set; }
}
