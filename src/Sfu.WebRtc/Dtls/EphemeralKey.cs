using System.Security.Cryptography;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>Our half of one ECDHE exchange on P-256. Owned by one handshake, used once, then disposed: that is forward secrecy.</summary>
internal sealed class EphemeralKey : IDisposable
{
    /// <summary>The shared X coordinate (RFC 8422 §5.10).</summary>
    public const int SharedSecretLength = 32;

    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public void WritePoint(Span<byte> destination)
    {
        var q = _key.ExportParameters(includePrivateParameters: false).Q;
        EcPoint.Write(destination, q.X, q.Y);
    }

    /// <summary>False when the peer's point is malformed or not on the curve.</summary>
    public bool TryAgree(ReadOnlySpan<byte> peerPoint, Span<byte> sharedSecret)
    {
        if (!EcPoint.TrySplit(peerPoint, out var x, out var y))
            return false;
        try
        {
            using var peer = ECDiffieHellman.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = x.ToArray(), Y = y.ToArray() },
            });
            var secret = _key.DeriveRawSecretAgreement(peer.PublicKey);
            secret.CopyTo(sharedSecret);
            CryptographicOperations.ZeroMemory(secret);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public void Dispose() => _key.Dispose();
}
