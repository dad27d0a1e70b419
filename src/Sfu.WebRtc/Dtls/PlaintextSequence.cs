namespace Sfu.WebRtc.Dtls;

/// <summary>
/// Numbers the records of epoch 0. All handshake attempts of a connection share it: a peer that refuses repeated record
/// numbers would otherwise drop the flight of a second attempt. Owned by the connection.
/// </summary>
internal sealed class PlaintextSequence
{
    private ulong _next;

    public ulong Take() => _next++;
}
