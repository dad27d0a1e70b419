using Sfu.WebRtc;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>A datagram on the virtual wire.</summary>
internal sealed record Transit(int Index, bool ToServer, byte[] Bytes);

/// <summary>
/// A client and a server of ours joined by a virtual network in virtual time. Every datagram passes
/// <see cref="Impairment"/>, which says when its copies arrive (none: lost), and an oracle that fails the test when two
/// different records use one nonce.
/// </summary>
internal sealed class DtlsPair : IDisposable
{
    public const long OneWayUs = 10 * MonotonicTime.Millisecond;

    public static readonly TransportAddress ServerAddress = TransportAddress.FromIPv4(0x0A000001, 10000);
    public static readonly TransportAddress ClientAddress = TransportAddress.FromIPv4(0x0A000002, 50000);

    // Key generation is the slow part, and a certificate has no state.
    public static readonly DtlsCertificate ServerCertificate = DtlsCertificate.CreateSelfSigned();
    public static readonly DtlsCertificate ClientCertificate = DtlsCertificate.CreateSelfSigned();

    private readonly PriorityQueue<Transit, (long AtUs, int Order)> _wire = new();
    private readonly DatagramBatch _output = new(64);
    private readonly Dictionary<(bool ToServer, ulong ExplicitNonce), byte[]> _nonces = [];
    private int _order;
    private int _sent;

    public DtlsPair(DtlsOptions? client = null, DtlsOptions? server = null, bool withFingerprints = true)
    {
        Client = new DtlsConnection(DtlsRole.Client, ClientCertificate, client ?? DtlsOptions.Default);
        Server = new DtlsConnection(DtlsRole.Server, ServerCertificate, server ?? DtlsOptions.Default);
        if (!withFingerprints)
            return;
        Client.SetRemoteFingerprints([ServerCertificate.Fingerprint]);
        Server.SetRemoteFingerprints([ClientCertificate.Fingerprint]);
    }

    public DtlsConnection Client { get; }

    public DtlsConnection Server { get; }

    public long NowUs { get; private set; } = 1_000 * MonotonicTime.Second;

    public List<Transit> Sent { get; } = [];

    /// <summary>Delays in microseconds of the copies that arrive.</summary>
    public Func<Transit, IEnumerable<long>> Impairment { get; set; } = _ => [OneWayUs];

    /// <summary>May look at, or replace, what is delivered.</summary>
    public Func<Transit, IEnumerable<byte[]>> Rewrite { get; set; } = t => [t.Bytes];

    public bool IsConnected => Client.State is DtlsState.Connected && Server.State is DtlsState.Connected;

    public void Start()
    {
        Client.Start(NowUs, _output, ServerAddress);
        Drain(toServer: true);
    }

    /// <summary>Starts and runs until both are connected; false when nothing more can happen or the time is up.</summary>
    public bool Connect(long limitUs = 40 * MonotonicTime.Second)
    {
        Start();
        return RunUntil(() => IsConnected, limitUs);
    }

    public bool RunUntil(Func<bool> condition, long limitUs)
    {
        var endUs = NowUs + limitUs;
        while (!condition())
        {
            var nextUs = Math.Min(Client.NextDeadlineUs, Server.NextDeadlineUs);
            if (_wire.TryPeek(out _, out var first))
                nextUs = Math.Min(nextUs, first.AtUs);
            if (nextUs > endUs)
                return condition();
            NowUs = Math.Max(NowUs, nextUs);
            Step();
        }

        return true;
    }

    /// <summary>Delivers a datagram that neither of them sent.</summary>
    public int Inject(bool toServer, ReadOnlySpan<byte> datagram)
    {
        var before = _sent;
        Deliver(toServer, datagram);
        return _sent - before;
    }

    /// <summary>Lets time pass without anything happening in it.</summary>
    public void Advance(long byUs) => NowUs += byUs;

    public void Close(bool byClient)
    {
        (byClient ? Client : Server).Close(NowUs, _output, byClient ? ServerAddress : ClientAddress);
        Drain(toServer: byClient);
    }

    /// <summary>The SRTP keys both sides derived, as one string each.</summary>
    public (string Client, string Server) ExportKeys() => (ExportKeys(Client), ExportKeys(Server));

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
        _output.Dispose();
    }

    private static string ExportKeys(DtlsConnection connection)
    {
        var profile = connection.SrtpProfile;
        byte[][] keys = [new byte[profile.KeyLength], new byte[profile.KeyLength], new byte[profile.SaltLength], new byte[profile.SaltLength]];
        connection.ExportSrtpKeys(keys[0], keys[1], keys[2], keys[3]);
        return profile + " " + string.Join(' ', keys.Select(Convert.ToHexString));
    }

    private void Step()
    {
        while (_wire.TryPeek(out _, out var next) && next.AtUs <= NowUs)
        {
            var transit = _wire.Dequeue();
            foreach (var datagram in Rewrite(transit))
                Deliver(transit.ToServer, datagram);
        }

        if (Client.NextDeadlineUs <= NowUs)
        {
            Client.HandleTimeout(NowUs, _output, ServerAddress);
            Drain(toServer: true);
        }

        if (Server.NextDeadlineUs <= NowUs)
        {
            Server.HandleTimeout(NowUs, _output, ClientAddress);
            Drain(toServer: false);
        }
    }

    private void Deliver(bool toServer, ReadOnlySpan<byte> datagram)
    {
        if (toServer)
            Server.Receive(datagram, ClientAddress, NowUs, _output);
        else
            Client.Receive(datagram, ServerAddress, NowUs, _output);
        Drain(!toServer);
    }

    private void Drain(bool toServer)
    {
        for (var i = 0; i < _output.Count; i++)
        {
            Assert.Equal(toServer ? ServerAddress : ClientAddress, _output.Destination(i));
            var transit = new Transit(_sent++, toServer, _output[i].ToArray());
            CheckNonces(transit);
            Sent.Add(transit);
            foreach (var delayUs in Impairment(transit))
                _wire.Enqueue(transit, (NowUs + delayUs, _order++));
        }

        Assert.Equal(0, _output.Dropped);
        _output.Clear();
    }

    private void CheckNonces(Transit transit)
    {
        var records = new DtlsRecordReader(transit.Bytes);
        var length = 0;
        while (records.TryReadNext(out var record))
        {
            length += DtlsRecordHeader.Length + record.Fragment.Length;
            if (record.Epoch == 0)
                continue;
            var nonce = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(record.Fragment);
            Assert.Equal((ulong)record.Epoch << 48 | record.SequenceNumber, nonce);
            Assert.True(_nonces.TryAdd((transit.ToServer, nonce), record.Fragment.ToArray()), "a nonce was used twice");
        }

        Assert.Equal(transit.Bytes.Length, length);
    }
}
