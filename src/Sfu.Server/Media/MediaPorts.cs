using System.Net;

namespace Sfu.Server.Media;

/// <summary>What the media side listens on, known once it has started.</summary>
internal sealed class MediaPorts
{
    public IReadOnlyList<int> Media { get; set; } = [];

    public int? Stun { get; set; }

    public IReadOnlyList<IPAddress> Advertised { get; set; } = [];
}
