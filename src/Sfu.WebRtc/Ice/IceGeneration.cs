using System.Security.Cryptography;
using System.Text;

namespace Sfu.WebRtc.Ice;

/// <summary>The credentials of one ICE generation in the form checks are compared with; a restart begins another one.</summary>
internal sealed class IceGeneration(IceCredentials local)
{
    private readonly byte[] _localUfrag = Encoding.UTF8.GetBytes(local.UsernameFragment);
    private byte[]? _remoteUfrag;

    public IceCredentials Local { get; } = local;

    public byte[] LocalPassword { get; } = Encoding.UTF8.GetBytes(local.Password);

    public void SetRemote(IceCredentials remote) => _remoteUfrag = Encoding.UTF8.GetBytes(remote.UsernameFragment);

    /// <summary>
    /// True for a USERNAME of <c>local:remote</c> (RFC 8445 §7.2.2). Checks may overtake the answer that names the remote
    /// half; until it is known any non-empty one passes, and the password decides.
    /// </summary>
    public bool IsAddressedBy(ReadOnlySpan<byte> username)
    {
        var colon = username.IndexOf((byte)':');
        if (colon < 0 || !CryptographicOperations.FixedTimeEquals(username[..colon], _localUfrag))
            return false;
        var remote = username[(colon + 1)..];
        return _remoteUfrag is null ? !remote.IsEmpty : CryptographicOperations.FixedTimeEquals(remote, _remoteUfrag);
    }
}
