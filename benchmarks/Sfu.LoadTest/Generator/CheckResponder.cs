using System.Text;
using Sfu.WebRtc;
using Sfu.WebRtc.Ice;
using Sfu.Wire;
using Sfu.Wire.Stun;

namespace Sfu.LoadTest.Generator;

/// <summary>
/// Answers the server's own connectivity checks. Ours makes none; libnice, behind Janus, makes some even where it says it is
/// ICE-lite, and gives up on a participant that leaves them unanswered. Owned by its endpoint.
/// </summary>
internal sealed class CheckResponder(IceCredentials local)
{
    private readonly byte[] _username = Encoding.ASCII.GetBytes(local.UsernameFragment + ":");
    private readonly byte[] _password = Encoding.ASCII.GetBytes(local.Password);

    public void Receive(ReadOnlySpan<byte> datagram, in TransportAddress from, DatagramBatch output)
    {
        if (!StunMessageReader.TryRead(datagram, out var message) || message.Type != StunMessageType.BindingRequest
            || !message.HasUsername || !message.Username.StartsWith(_username) || !message.HasMessageIntegrity || !message.VerifyIntegrity(_password))
        {
            return;
        }

        var writer = new StunMessageWriter(output.Reserve(), StunMessageType.BindingSuccess, message.TransactionId);
        writer.AddXorMappedAddress(from);
        writer.AddMessageIntegrity(_password);
        writer.AddFingerprint();
        output.Commit(writer.Length, from);
    }
}
