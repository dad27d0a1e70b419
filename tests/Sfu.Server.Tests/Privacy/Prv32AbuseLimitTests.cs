using System.Net;
using System.Reflection;
using Sfu.Server.Limiting;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-32: tries are limited by address, and no address is kept for that.</summary>
[Trait("PRV", "32")]
public sealed class Prv32AbuseLimitTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("192.0.2.77");

    [Fact]
    public void A_counter_is_gone_when_its_time_is_over()
    {
        var time = new ManualTime();
        var limit = new AttemptLimit(2, TimeSpan.FromMinutes(5), time);
        limit.Count(Guesser, "chess");
        limit.Count(Guesser, "chess");
        Assert.False(limit.IsOpen(Guesser, "chess"));
        time.Advance(TimeSpan.FromSeconds(299));
        limit.Forget();
        Assert.Equal((1, false), (limit.Entries, limit.IsOpen(Guesser, "chess")));
        time.Advance(TimeSpan.FromSeconds(1));
        limit.Forget();
        Assert.Equal((0, true), (limit.Entries, limit.IsOpen(Guesser, "chess")));
    }

    [Fact]
    public void It_is_kept_under_a_hash_whose_key_differs_with_every_start()
    {
        var (one, other) = (new AttemptLimit(1, TimeSpan.FromMinutes(5), TimeProvider.System), new AttemptLimit(1, TimeSpan.FromMinutes(5), TimeProvider.System));
        one.Count(Guesser, "chess");
        other.Count(Guesser, "chess");
        Assert.NotEqual(Keys(one), Keys(other));

        // No field could hold an address or a text at all.
        Assert.All(
            typeof(AttemptLimit).GetFields(BindingFlags.Instance | BindingFlags.NonPublic),
            field => Assert.True(
                field.FieldType == typeof(Dictionary<UInt128, (long, int)>) || field.FieldType == typeof(byte[]) || field.FieldType == typeof(Lock)
                || field.FieldType == typeof(int) || field.FieldType == typeof(TimeSpan) || field.FieldType == typeof(TimeProvider),
                field.FieldType.ToString()));
    }

    [Fact]
    public async Task A_connection_that_calls_too_often_is_told_so()
    {
        await using var server = await RunningServer.StartAsync();
        await using var flood = await HubSocket.ConnectAsync(server);
        await flood.JoinAsync("Chess");
        var answers = new List<string>();
        for (var call = 0; call < 500 && !answers.Contains("too-many-requests"); call++)
        {
            var completion = await flood.CallRawAsync("Do", $$"""{"id":{{call + 1}},"command":"send-chat","text":"x"}""");
            answers.Add(completion.GetProperty("result").TryGetProperty("problem", out var problem) ? problem.GetProperty("code").GetString()! : "");
        }

        Assert.Contains("too-many-requests", answers);
    }

    private static UInt128[] Keys(AttemptLimit limit) =>
        [.. ((Dictionary<UInt128, (long, int)>)typeof(AttemptLimit).GetField("_tries", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(limit)!).Keys];

    private sealed class ManualTime : TimeProvider
    {
        private long _now = 1;

        public void Advance(TimeSpan by) => _now += by.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;
    }
}
