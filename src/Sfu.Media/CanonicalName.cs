namespace Sfu.Media;

/// <summary>
/// The CNAME of everything the server sends (RFC 3550 §6.5.1); the offer's a=ssrc lines say the same. One for all: it
/// names the sender of the stream, which is the server, and must not name a person.
/// </summary>
public static class CanonicalName
{
    public const string Text = "sfu";

    internal static ReadOnlySpan<byte> Bytes => "sfu"u8;
}
