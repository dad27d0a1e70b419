using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Dtls;

public class DtlsHandshakeTests
{
    [Fact]
    public void Connects_both_roles_with_the_same_keys_and_GCM_first()
    {
        using var pair = new DtlsPair();

        Assert.True(pair.Connect());

        var (client, server) = pair.ExportKeys();
        Assert.Equal(client, server);
        Assert.StartsWith(nameof(SrtpProtectionProfile.AeadAes128Gcm), client, StringComparison.Ordinal);
        Assert.Equal(4, pair.Sent.Count);
        Assert.Equal(MonotonicTime.Never, pair.Client.NextDeadlineUs);
        Assert.Equal(MonotonicTime.Never, pair.Server.NextDeadlineUs);
    }
}
