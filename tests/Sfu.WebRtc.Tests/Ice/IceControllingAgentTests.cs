using System.Text;
using Sfu.WebRtc.Ice;
using Sfu.Wire;
using Sfu.Wire.Stun;
using static Sfu.WebRtc.Tests.Ice.StunRequests;

namespace Sfu.WebRtc.Tests.Ice;

/// <summary>The client's agent against the server's, over a lossy link, in virtual time.</summary>
public sealed class IceControllingAgentTests : IDisposable
{
    private static readonly TransportAddress ServerIPv4 = Address("192.0.2.10:10000");
    private static readonly TransportAddress ServerIPv6 = Address("[2001:db8::10]:10000");
    private static readonly TransportAddress Nowhere = Address("198.51.100.1:10000");
    private static readonly TransportAddress ClientAddress = Address("203.0.113.5:50000");

    private readonly DatagramBatch _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Both_sides_agree_on_a_path_for_two_hundred_seeds_at_thirty_percent_loss()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var call = new Call(_output, new LossyLink(seed, 0.3, 25 * MonotonicTime.Millisecond), [Nowhere, ServerIPv4, ServerIPv6], [ServerIPv4, ServerIPv6]);
            call.RunUntil(15 * MonotonicTime.Second);

            Assert.True(call.Client.HasSelected, $"seed {seed}");
            Assert.NotEqual(Nowhere, call.Client.Selected);
            Assert.True(call.Client.IsVerified(call.Client.Selected));
            Assert.True(call.Server.HasSelected);
            Assert.Equal(ClientAddress, call.Server.Selected);
            Assert.True(call.Server.HasConsent(call.NowUs));
        }
    }

    [Fact]
    public void Without_loss_a_path_is_selected_after_one_round_trip_and_nominated_after_two()
    {
        var call = new Call(_output, new LossyLink(1, 0, 10 * MonotonicTime.Millisecond), [ServerIPv6], [ServerIPv6]);
        call.RunUntil(40 * MonotonicTime.Millisecond);
        Assert.True(call.Client.HasSelected);
        call.RunUntil(80 * MonotonicTime.Millisecond);
        Assert.Equal(2, call.Verified);
    }

    [Fact]
    public void Consent_lasts_through_ten_minutes_of_twenty_percent_loss_with_few_packets()
    {
        var link = new LossyLink(3, 0.2, 40 * MonotonicTime.Millisecond);
        var call = new Call(_output, link, [ServerIPv4], [ServerIPv4]);
        for (var second = 5; second <= 600; second++)
        {
            call.RunUntil(second * MonotonicTime.Second);
            Assert.True(call.Client.HasSelected);
            Assert.True(call.Server.HasConsent(call.NowUs));
        }

        Assert.InRange(link.Sent, 2 * 600 / 3, 2 * 600); // a check every 2.5 s, its answers and what was lost
    }

    [Fact]
    public void After_an_outage_consent_is_gone_on_both_sides_and_then_the_path_comes_back()
    {
        var link = new LossyLink(4, 0, 10 * MonotonicTime.Millisecond);
        var call = new Call(_output, link, [ServerIPv4], [ServerIPv4]);
        call.RunUntil(5 * MonotonicTime.Second);
        link.Loss = 1;
        call.RunUntil(40 * MonotonicTime.Second);
        Assert.False(call.Client.HasSelected);
        Assert.False(call.Client.IsVerified(ServerIPv4));
        Assert.False(call.Server.HasConsent(call.NowUs));
        link.Loss = 0;
        call.RunUntil(45 * MonotonicTime.Second);
        Assert.True(call.Client.HasSelected);
        Assert.True(call.Server.HasConsent(call.NowUs));
    }

    [Fact]
    public void Gives_up_when_nobody_answers_for_thirty_seconds()
    {
        var link = new LossyLink(5, 1, 10 * MonotonicTime.Millisecond);
        var call = new Call(_output, link, [Nowhere, ServerIPv4], [ServerIPv4]);
        call.RunUntil(33 * MonotonicTime.Second);
        Assert.True(call.Client.HasFailed);
        Assert.Equal(MonotonicTime.Never, call.Client.NextDeadlineUs);
        Assert.InRange(link.Sent, 10, 2 * 20);
    }

    [Fact]
    public void A_restart_on_the_server_is_joined_by_a_new_agent_while_the_old_path_still_works()
    {
        var call = new Call(_output, new LossyLink(6, 0, 10 * MonotonicTime.Millisecond), [ServerIPv4], [ServerIPv4]);
        call.RunUntil(2 * MonotonicTime.Second);
        var renewed = IceCredentials.Generate();
        call.Server.Restart(renewed);
        call.RunUntil(6 * MonotonicTime.Second);
        Assert.True(call.Server.HasConsent(call.NowUs));
        Assert.Equal(ClientAddress, call.Server.Selected);

        call.ReplaceClient(new IceControllingAgent(Remote, renewed, [ServerIPv4]));
        call.RunUntil(7 * MonotonicTime.Second);
        Assert.True(call.Client.HasSelected);
        Assert.Equal(ClientAddress, call.Server.Selected);
    }

    [Fact]
    public void Believes_no_answer_that_is_forged_comes_from_elsewhere_or_was_not_asked_for()
    {
        var server = IceCredentials.Generate();
        var agent = new IceControllingAgent(Remote, server, [ServerIPv4, ServerIPv6]);
        agent.Start(0, _output);
        Assert.True(StunMessageReader.TryRead(_output[0], out var check));
        var id = check.TransactionId.ToArray();
        _output.Clear();

        var genuine = Answer(id, server.Password);
        Assert.Equal(StunOutcome.Dropped, agent.Receive(Answer(id, "guessed-guessed-guessed!"), ServerIPv4, 1, _output));
        Assert.Equal(StunOutcome.Dropped, agent.Receive(Answer(new byte[12], server.Password), ServerIPv4, 1, _output));
        Assert.Equal(StunOutcome.Dropped, agent.Receive(genuine, Nowhere, 1, _output));
        Assert.Equal(StunOutcome.Dropped, agent.Receive(genuine, ServerIPv6, 1, _output));
        for (var length = 0; length < genuine.Length; length++)
            Assert.Equal(StunOutcome.Dropped, agent.Receive(genuine.AsSpan(0, length), ServerIPv4, 1, _output));
        Assert.False(agent.HasSelected);

        Assert.Equal(StunOutcome.Verified, agent.Receive(genuine, ServerIPv4, 1, _output));
        Assert.Equal(ServerIPv4, agent.Selected);
        Assert.Equal(StunOutcome.Dropped, agent.Receive(genuine, ServerIPv4, 1, _output)); // once is enough
    }

    [Fact]
    public void A_refused_candidate_is_given_up_and_another_is_taken()
    {
        var server = IceCredentials.Generate();
        var agent = new IceControllingAgent(Remote, server, [ServerIPv4, ServerIPv6]);
        agent.Start(0, _output);
        agent.HandleTimeout(50 * MonotonicTime.Millisecond, _output);
        Assert.Equal(2, _output.Count);
        Assert.True(StunMessageReader.TryRead(_output[0], out var first));
        Assert.True(StunMessageReader.TryRead(_output[1], out var second));
        var (firstAnswer, secondAnswer) = (Answer(first.TransactionId.ToArray(), server.Password, 487), Answer(second.TransactionId.ToArray(), server.Password));

        Assert.Equal(StunOutcome.Answered, agent.Receive(firstAnswer, ServerIPv4, 60_000, _output));
        Assert.Equal(StunOutcome.Verified, agent.Receive(secondAnswer, ServerIPv6, 60_000, _output));
        Assert.Equal(ServerIPv6, agent.Selected);
        Assert.False(agent.IsVerified(ServerIPv4));
    }

    [Fact]
    public void Never_checks_more_than_twenty_candidates()
    {
        var candidates = Enumerable.Range(0, 100).Select(index => Address($"198.51.100.{index}:1")).ToArray();
        var agent = new IceControllingAgent(Remote, IceCredentials.Generate(), candidates);
        agent.Start(0, _output);
        for (var nowUs = 0L; nowUs < 10 * MonotonicTime.Second; nowUs = agent.NextDeadlineUs)
            agent.HandleTimeout(nowUs, _output);
        var asked = Enumerable.Range(0, _output.Count).Select(index => _output.Destination(index)).Distinct().Count();
        Assert.Equal(20, asked);
    }

    private static byte[] Answer(byte[] transactionId, string password, int errorCode = 0)
    {
        var buffer = new byte[128];
        var writer = new StunMessageWriter(buffer, errorCode == 0 ? StunMessageType.BindingSuccess : StunMessageType.BindingError, transactionId);
        if (errorCode == 0)
            writer.AddXorMappedAddress(ClientAddress);
        else
            writer.AddErrorCode(errorCode);
        writer.AddMessageIntegrity(Encoding.ASCII.GetBytes(password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    /// <summary>One client, one server that listens on some addresses, and the network between them.</summary>
    private sealed class Call
    {
        private readonly DatagramBatch _output;
        private readonly LossyLink _link;
        private readonly TransportAddress[] _listening;

        public Call(DatagramBatch output, LossyLink link, TransportAddress[] candidates, TransportAddress[] listening)
        {
            (_output, _link, _listening) = (output, link, listening);
            Server = new IceLiteAgent(IceCredentials.Generate());
            Server.SetRemote(Remote);
            Client = new IceControllingAgent(Remote, Server.Local, candidates);
            Client.Start(NowUs, output);
            link.Send(output, ClientAddress, NowUs);
        }

        public IceLiteAgent Server { get; }

        public IceControllingAgent Client { get; private set; }

        public long NowUs { get; private set; }

        public int Verified { get; private set; }

        public void ReplaceClient(IceControllingAgent client)
        {
            Client = client;
            client.Start(NowUs, _output);
            _link.Send(_output, ClientAddress, NowUs);
        }

        public void RunUntil(long endUs)
        {
            while (Math.Min(_link.NextArrivalUs, Client.NextDeadlineUs) is var nextUs && nextUs <= endUs)
            {
                NowUs = Math.Max(NowUs, nextUs);
                while (_link.TryReceive(NowUs, out var datagram, out var from, out var to))
                    Deliver(datagram, from, to);
                Client.HandleTimeout(NowUs, _output);
                _link.Send(_output, ClientAddress, NowUs);
            }

            NowUs = endUs;
        }

        private void Deliver(byte[] datagram, TransportAddress from, TransportAddress to)
        {
            if (to == ClientAddress)
            {
                Verified += Client.Receive(datagram, from, NowUs, _output) == StunOutcome.Verified ? 1 : 0;
                _link.Send(_output, ClientAddress, NowUs);
            }
            else if (_listening.Contains(to))
            {
                Server.Receive(datagram, from, NowUs, _output);
                _link.Send(_output, to, NowUs);
            }
        }
    }
}
