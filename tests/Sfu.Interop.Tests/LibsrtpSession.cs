using System.Runtime.InteropServices;
using Sfu.WebRtc.Srtp;

namespace Sfu.Interop.Tests;

/// <summary>
/// One direction of libsrtp2, the implementation inside every browser, as the yardstick for ours
/// (Debian: libsrtp2-1). Layouts as in srtp2/srtp.h of version 2.5, 64-bit.
/// </summary>
internal sealed unsafe class LibsrtpSession : IDisposable
{
    private const string Library = "libsrtp2.so.1";

    /// <summary>SRTP_MAX_TRAILER_LEN and then some: what a buffer given to protect must have free.</summary>
    private const int TrailerRoom = 256;

    private readonly nint _session;
    private readonly byte[] _buffer = new byte[4096];

    static LibsrtpSession() => Check(srtp_init());

    public LibsrtpSession(SrtpProtectionProfile profile, byte[] key, byte[] salt, bool outbound, ulong windowSize = 1024)
    {
        byte[] master = [.. key, .. salt];
        fixed (byte* keyAndSalt = master)
        {
            var policy = new Policy
            {
                SsrcType = outbound ? SsrcAnyOutbound : SsrcAnyInbound,
                Key = keyAndSalt,
                WindowSize = (nuint)windowSize,
                AllowRepeatTx = 1,
            };
            if (profile is SrtpProtectionProfile.AeadAes128Gcm)
            {
                srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.Rtp);
                srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.Rtcp);
            }
            else
            {
                srtp_crypto_policy_set_rtp_default(&policy.Rtp);
                srtp_crypto_policy_set_rtcp_default(&policy.Rtcp);
            }

            Check(srtp_create(out _session, &policy));
        }
    }

    public byte[] ProtectRtp(byte[] packet) => Run(packet, &srtp_protect) ?? throw new InvalidOperationException("srtp_protect failed.");

    public byte[] ProtectRtcp(byte[] packet) =>
        Run(packet, &srtp_protect_rtcp) ?? throw new InvalidOperationException("srtp_protect_rtcp failed.");

    /// <summary>The plain packet, or null if libsrtp refuses it for any reason.</summary>
    public byte[]? UnprotectRtp(byte[] packet) => Run(packet, &srtp_unprotect);

    public byte[]? UnprotectRtcp(byte[] packet) => Run(packet, &srtp_unprotect_rtcp);

    public void Dispose() => Check(srtp_dealloc(_session));

    private byte[]? Run(byte[] packet, delegate*<nint, byte*, int*, int> operation)
    {
        Assert.True(packet.Length + TrailerRoom <= _buffer.Length);
        packet.CopyTo(_buffer, 0);
        var length = packet.Length;
        fixed (byte* buffer = _buffer)
            return operation(_session, buffer, &length) == 0 ? _buffer[..length] : null;
    }

    private static void Check(int status) => Assert.Equal(0, status);

    private const int SsrcAnyInbound = 2;
    private const int SsrcAnyOutbound = 3;

    [StructLayout(LayoutKind.Sequential)]
    private struct CryptoPolicy
    {
        public int CipherType;
        public int CipherKeyLength;
        public int AuthType;
        public int AuthKeyLength;
        public int AuthTagLength;
        public int Services;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Policy
    {
        public int SsrcType;
        public uint Ssrc;
        public CryptoPolicy Rtp;
        public CryptoPolicy Rtcp;
        public byte* Key;
        public void* Keys;
        public nuint MasterKeyCount;
        public void* DeprecatedEkt;
        public nuint WindowSize;
        public int AllowRepeatTx;
        public int* EncryptedExtensions;
        public int EncryptedExtensionCount;
        public Policy* Next;
    }

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int srtp_init();

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void srtp_crypto_policy_set_rtp_default(CryptoPolicy* policy);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void srtp_crypto_policy_set_rtcp_default(CryptoPolicy* policy);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void srtp_crypto_policy_set_aes_gcm_128_16_auth(CryptoPolicy* policy);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int srtp_create(out nint session, Policy* policy);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int srtp_dealloc(nint session);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int srtp_protect(nint session, byte* packet, int* length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int srtp_unprotect(nint session, byte* packet, int* length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int srtp_protect_rtcp(nint session, byte* packet, int* length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int srtp_unprotect_rtcp(nint session, byte* packet, int* length);
}
