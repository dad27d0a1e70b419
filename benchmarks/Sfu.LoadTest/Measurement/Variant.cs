using Sfu.LoadTest.Servers;

namespace Sfu.LoadTest.Measurement;

/// <summary>One of the servers that are compared.</summary>
/// <param name="Name">Short, for table and results file.</param>
/// <param name="Create">Makes a fresh one for a run.</param>
/// <param name="OnlyLastRound">A bystander: measured once, for the record.</param>
internal sealed record Variant(string Name, Func<TestBed, IMediaServer> Create, bool OnlyLastRound = false)
{
    public const string Sfu = "sfu";
    public const string Janus = "janus";
    public const string JanusStock = "janus-stock";

    public static Variant OurServer(string serverDll, string name = Sfu, IReadOnlyList<string>? settings = null, IReadOnlyDictionary<string, string>? environment = null) =>
        new(name, bed => new SfuServer(bed, serverDll, settings ?? [], environment ?? new Dictionary<string, string>()));

    public static Variant JanusOneLoop { get; } = new(Janus, bed => new JanusServer(bed, eventLoops: 1));

    public static Variant JanusAsInstalled { get; } = new(JanusStock, bed => new JanusServer(bed, eventLoops: 0), OnlyLastRound: true);
}
