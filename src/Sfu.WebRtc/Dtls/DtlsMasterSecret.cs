using System.Security.Cryptography;
using Sfu.WebRtc.Crypto;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// The master secret of a session and everything derived from it: record keys, verify data, exported keys.
/// Owned by one handshake; wiped on disposal.
/// </summary>
internal sealed class DtlsMasterSecret : IDisposable
{
    private const int Length = 48;
    private const int KeyLength = AesGcm128.KeyLength;
    private const int SaltLength = DtlsNonce.SaltLength;

    private readonly byte[] _secret = new byte[Length];
    private readonly byte[] _clientRandom;
    private readonly byte[] _serverRandom;

    private DtlsMasterSecret(byte[] clientRandom, byte[] serverRandom)
    {
        _clientRandom = clientRandom;
        _serverRandom = serverRandom;
    }

    /// <summary>RFC 7627 §4: bound to the whole exchange up to and including ClientKeyExchange.</summary>
    public static DtlsMasterSecret DeriveExtended(ReadOnlySpan<byte> preMaster, ReadOnlySpan<byte> sessionHash, byte[] clientRandom, byte[] serverRandom)
    {
        var secret = new DtlsMasterSecret(clientRandom, serverRandom);
        Tls12Prf.Compute(preMaster, "extended master secret"u8, sessionHash, [], secret._secret);
        return secret;
    }

    /// <summary>RFC 5246 §8.1, for a peer that does not offer the extended one.</summary>
    public static DtlsMasterSecret Derive(ReadOnlySpan<byte> preMaster, byte[] clientRandom, byte[] serverRandom)
    {
        var secret = new DtlsMasterSecret(clientRandom, serverRandom);
        Tls12Prf.Compute(preMaster, "master secret"u8, clientRandom, serverRandom, secret._secret);
        return secret;
    }

    /// <summary>The content of a Finished message (RFC 5246 §7.4.9).</summary>
    public void ComputeVerifyData(bool ofClient, ReadOnlySpan<byte> transcriptHash, Span<byte> verifyData) =>
        Tls12Prf.Compute(_secret, ofClient ? "client finished"u8 : "server finished"u8, transcriptHash, [], verifyData[..TlsParameters.VerifyDataLength]);

    /// <summary>The record keys of both directions (RFC 5246 §6.3): client key, server key, client salt, server salt.</summary>
    public void DeriveRecordKeys(DtlsRole role, out DtlsRecordSealer sealer, out DtlsRecordOpener opener)
    {
        Span<byte> block = stackalloc byte[2 * (KeyLength + SaltLength)];
        Tls12Prf.Compute(_secret, "key expansion"u8, _serverRandom, _clientRandom, block);
        var clientKey = block[..KeyLength];
        var serverKey = block.Slice(KeyLength, KeyLength);
        var clientSalt = block.Slice(2 * KeyLength, SaltLength);
        var serverSalt = block[(2 * KeyLength + SaltLength)..];
        var isServer = role is DtlsRole.Server;
        sealer = new DtlsRecordSealer(isServer ? serverKey : clientKey, isServer ? serverSalt : clientSalt);
        opener = new DtlsRecordOpener(isServer ? clientKey : serverKey, isServer ? clientSalt : serverSalt);
        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>A keying material exporter without context (RFC 5705 §4).</summary>
    public void Export(ReadOnlySpan<byte> label, Span<byte> output) => Tls12Prf.Compute(_secret, label, _clientRandom, _serverRandom, output);

    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);
}
