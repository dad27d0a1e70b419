using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// AES-128-GCM (NIST SP 800-38D) with a 96-bit nonce and a full tag, in place, without an exception or an allocation for
/// data that does not verify. One key per instance; used by one loop, not thread-safe. Runs on the processor's AES and carry-less
/// multiplication where it has them, else on the framework's cipher.
/// </summary>
internal sealed class AesGcm128 : IDisposable
{
    public const int KeyLength = Aes128.KeyLength;
    public const int NonceLength = 12;
    public const int TagLength = 16;

    /// <summary>The data's first counter block: block 1 masks the tag (SP 800-38D §7.1, J0 and inc32).</summary>
    private const ushort FirstDataCounter = 2;

    private readonly AcceleratedAesGcm128? _accelerated;
    private readonly Aes128? _aes;
    private readonly AesGcm? _framework;

    /// <param name="key">16 bytes.</param>
    /// <param name="portable">True keeps to the framework's cipher; tests and measurements use it to run both ways on one machine.</param>
    public AesGcm128(ReadOnlySpan<byte> key, bool portable = false)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        if (!portable && AcceleratedAesGcm128.IsSupported)
        {
            _accelerated = new AcceleratedAesGcm128(key);
            return;
        }

        _aes = new Aes128(key);
        _framework = new AesGcm(key, TagLength);
    }

    /// <summary>Encrypts <paramref name="data"/> in place and writes the tag, which must not overlap it.</summary>
    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> data, Span<byte> tag)
    {
        if (_accelerated is { } accelerated)
            accelerated.Encrypt(nonce, associatedData, data, tag);
        else
            _framework!.Encrypt(nonce, data, data, tag, associatedData);
    }

    /// <summary>Decrypts in place if the tag verifies; otherwise <paramref name="data"/> is as it was.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> data, ReadOnlySpan<byte> tag) =>
        _accelerated is { } accelerated
            ? accelerated.TryDecrypt(nonce, associatedData, data, tag)
            : TryDecryptPortably(nonce, associatedData, data, tag);

    /// <summary>Lists what encrypting touches.</summary>
    public void List(ReadAhead readAhead)
    {
        readAhead.Add(this);
        _accelerated?.List(readAhead);
    }

    public void Dispose()
    {
        _accelerated?.Dispose();
        _aes?.Dispose();
        _framework?.Dispose();
    }

    private bool TryDecryptPortably(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> associatedData, Span<byte> data, ReadOnlySpan<byte> tag)
    {
        // The framework's Decrypt answers a wrong tag with an exception and wiped data, which a flood of forged packets
        // would make dear. Its Encrypt gives the same verdict: take the keystream off, let it encrypt again, compare tags.
        Span<byte> expected = stackalloc byte[TagLength];
        Span<byte> first = stackalloc byte[Aes128.BlockLength];
        first.Clear();
        nonce.CopyTo(first);
        first[^1] = (byte)FirstDataCounter;
        var counterBlock = Vector128.Create((ReadOnlySpan<byte>)first);

        _aes!.XorKeystream(counterBlock, data);
        _framework!.Encrypt(nonce, data, data, expected, associatedData);
        if (!CryptographicOperations.FixedTimeEquals(expected, tag))
            return false;

        _aes!.XorKeystream(counterBlock, data);
        return true;
    }
}
