namespace Sfu.LoadTest.Measurement;

/// <summary>Our server with one part switched off at a time, to know what each is worth.</summary>
internal static class Ablations
{
    public static IReadOnlyList<Variant> Of(string serverDll) =>
    [
        Variant.OurServer(serverDll),
        // The path of every other operating system: one plain Socket call per datagram, in and out.
        Variant.OurServer(serverDll, "socket", ["--Sfu:Media:Backend=socket"]),
    ];
}
