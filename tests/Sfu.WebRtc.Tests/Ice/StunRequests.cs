using System.Net;
using System.Text;
using Sfu.WebRtc.Ice;
using Sfu.Wire;
using Sfu.Wire.Stun;

namespace Sfu.WebRtc.Tests.Ice;

/// <summary>Binding requests as a browser would send them, and as an attacker might.</summary>
internal static class StunRequests
{
    public static readonly IceCredentials Remote = new("wxyz", "remote-password-remote-password");

    public static byte[] Check(IceCredentials local, bool nominate = false, uint? nomination = null, string? username = null, string? password = null, byte id = 1) =>
        Build(id, (ref StunMessageWriter writer) =>
        {
            writer.AddUsername(Encoding.UTF8.GetBytes(username ?? $"{local.UsernameFragment}:{Remote.UsernameFragment}"));
            writer.AddOpaque(0xC057, [0, 1, 0, 10]); // Chromium's network cost
            writer.AddIceControlling(0x1234);
            if (nominate)
                writer.AddUseCandidate();
            if (nomination is { } counter)
                writer.AddNomination(counter);
            writer.AddPriority(0x6e001eff);
            writer.AddMessageIntegrity(Encoding.UTF8.GetBytes(password ?? local.Password));
            writer.AddFingerprint();
        });

    public delegate void Attributes(ref StunMessageWriter writer);

    public static byte[] Build(byte id, Attributes attributes, StunMessageType type = StunMessageType.BindingRequest)
    {
        var buffer = new byte[1500];
        var transactionId = new byte[12];
        transactionId[11] = id;
        var writer = new StunMessageWriter(buffer, type, transactionId);
        attributes(ref writer);
        return buffer[..writer.Length];
    }

    public static byte[] Plain() => Build(1, (ref StunMessageWriter _) => { });

    public static TransportAddress Address(string text) => TransportAddress.From(IPEndPoint.Parse(text).Address, IPEndPoint.Parse(text).Port);
}
