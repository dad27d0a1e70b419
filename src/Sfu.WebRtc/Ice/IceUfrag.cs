using System.Buffers.Binary;
using Sfu.Wire.Stun;

namespace Sfu.WebRtc.Ice;

/// <summary>
/// The local user name fragment as a number: by it a worker finds the session a check from an unknown address is for.
/// It is only a name. Whether the check is genuine is for <see cref="IceLiteAgent"/> to say.
/// </summary>
public static class IceUfrag
{
    /// <exception cref="ArgumentException">The fragment is not one of ours: 8 ASCII characters.</exception>
    public static ulong ToKey(string ufrag8)
    {
        ArgumentNullException.ThrowIfNull(ufrag8);
        if (ufrag8.Length != IceCredentials.UsernameFragmentLength)
            throw new ArgumentException("Our user name fragments have 8 characters.", nameof(ufrag8));
        var key = 0ul;
        foreach (var character in ufrag8)
            key = (key << 8) | (char.IsAscii(character) ? character : throw new ArgumentException("An ICE character is ASCII.", nameof(ufrag8)));
        return key;
    }

    /// <summary>
    /// Reads what a Binding request's USERNAME says before the colon. False: no Binding request, no USERNAME, or one whose
    /// local part cannot be ours.
    /// </summary>
    public static bool TryReadLocal(ReadOnlySpan<byte> stunDatagram, out ulong key)
    {
        key = 0;
        if (!StunMessageReader.TryRead(stunDatagram, out var message) || message.Type != StunMessageType.BindingRequest)
            return false;
        var username = message.Username;
        if (username.IndexOf((byte)':') != IceCredentials.UsernameFragmentLength)
            return false;
        key = BinaryPrimitives.ReadUInt64BigEndian(username);
        return true;
    }
}
