using Sfu.WebRtc.Crypto;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// Verifies and decrypts the peer's records of epoch 1 and refuses repeated ones. A record that does not verify changes
/// nothing (RFC 6347 §4.1.2.7). Owned by one handshake; not thread-safe.
/// </summary>
internal sealed class DtlsRecordOpener : IDisposable
{
    private const int Overhead = DtlsNonce.ExplicitLength + AesGcm128.TagLength;

    private readonly AesGcm128 _cipher;
    private readonly byte[] _salt;
    private DtlsReplayWindow _window;

    public DtlsRecordOpener(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        _cipher = new AesGcm128(key);
        _salt = salt.ToArray();
    }

    /// <param name="record">A record of epoch 1.</param>
    /// <param name="plaintext">At least as long as the record's fragment.</param>
    /// <param name="length">Bytes of plaintext.</param>
    public bool TryOpen(in DtlsRecord record, Span<byte> plaintext, out int length)
    {
        length = record.Fragment.Length - Overhead;
        if (length < 0 || record.Version != TlsParameters.Dtls12 || record.Epoch != DtlsRecordSealer.Epoch || !_window.IsNew(record.SequenceNumber))
            return false;

        Span<byte> nonce = stackalloc byte[DtlsNonce.Length];
        _salt.CopyTo(nonce);
        record.Fragment[..DtlsNonce.ExplicitLength].CopyTo(nonce[DtlsNonce.SaltLength..]);
        Span<byte> additionalData = stackalloc byte[DtlsRecordHeader.Length];
        DtlsRecordHeader.WriteAdditionalData(additionalData, record.ContentType, record.Epoch, record.SequenceNumber, length);

        var data = plaintext[..length];
        record.Fragment.Slice(DtlsNonce.ExplicitLength, length).CopyTo(data);
        if (!_cipher.TryDecrypt(nonce, additionalData, data, record.Fragment[^AesGcm128.TagLength..]))
            return false;

        _window.Accept(record.SequenceNumber);
        return true;
    }

    public void Dispose() => _cipher.Dispose();
}
