using System.Text;
using System.Text.Json;
using Sfu.Testing.Processes;

namespace Sfu.Server.Tests.BadInput;

[Trait("Category", "Slow")]
public sealed class HubBadInputTests
{
    private const int Connections = 6;
    private const int CallsPerConnection = 1500;

    private static readonly string[] NoLimits = ["--Sfu:Limits:CallsPerSecond=1000000", "--Sfu:Limits:CallBurst=1000000"];

    [Fact]
    public async Task Damaged_calls_of_every_method_are_answered_and_disturb_nobody()
    {
        await using var server = await ServerProcess.StartAsync(null, NoLimits);
        await using var witnesses = await Witnesses.JoinAsync(server);
        var lines = server.OutputLines.Count;
        var framesBefore = witnesses.Frames;

        // Half of them try from inside a room: most methods look at nothing before that.
        var tallies = await Task.WhenAll(Enumerable.Range(1, Connections).Select(seed => MisbehaveAsync(server, seed, joins: seed % 2 == 0)));

        Assert.True(witnesses.Frames > framesBefore);
        Assert.False(witnesses.IsOver);
        await witnesses.SeeMoreAsync();
        var sum = tallies.Aggregate((a, b) => a.Plus(b));

        // Only what is no call any more may cost the connection.
        Assert.True(sum.Refused > Connections * CallsPerConnection / 2, $"{sum}");
        Assert.True(sum.Accepted > 0, $"{sum}");
        Assert.InRange(server.OutputLines.Count - lines, 0, 0);
        await witnesses.DisposeAsync();
        await server.StopAsync();
    }

    private static async Task<Tally> MisbehaveAsync(ServerProcess server, int seed, bool joins)
    {
        var fuzz = new HubCallFuzz(seed);
        var tally = default(Tally);
        var hub = await ConnectAsync(server, joins);
        try
        {
            for (var call = 0; call < CallsPerConnection; call++)
            {
                var id = $"{seed}-{call}";
                var (method, message, expect) = fuzz.Next(id);
                var answer = await hub.SendAsync(message) && expect == Expect.Answer ? await hub.NextAsync($"\"invocationId\":\"{id}\"") : null;
                if (answer is not null)
                {
                    tally = tally.With(Judge(answer, $"seed {seed}, call {call}: {method}"));
                    continue;
                }

                if (expect == Expect.Answer)
                    Assert.Fail($"seed {seed}, call {call}: no answer, the connection is gone, after {Encoding.UTF8.GetString(message)[..Math.Min(300, message.Length)]}");
                await hub.DisposeAsync();
                hub = await ConnectAsync(server, joins);
                tally = tally with { Reconnected = tally.Reconnected + 1 };
            }
        }
        finally
        {
            await hub.DisposeAsync();
        }

        return tally;
    }

    private static async Task<RawHub> ConnectAsync(ServerProcess server, bool joins)
    {
        var hub = await RawHub.ConnectAsync(server.BaseAddress);
        if (joins)
        {
            await hub.SendAsync("""{"type":1,"invocationId":"join","target":"Join","arguments":[{"room":"fuzz","name":"Mallory","videoSlots":4}]}"""u8.ToArray());
            Assert.Contains("\"participantId\"", await hub.NextAsync("\"invocationId\":\"join\""), StringComparison.Ordinal);
        }

        return hub;
    }

    /// <summary>A completion: a value, a problem with a code and a sentence, or SignalR's own word where it found no method of that shape.</summary>
    private static Outcome Judge(string completion, string what)
    {
        using var json = JsonDocument.Parse(completion);
        if (json.RootElement.TryGetProperty("error", out var error))
        {
            // No stack, no type of ours or of the framework may leak.
            foreach (var leak in new[] { "Sfu.", "System.", "   at " })
                Assert.DoesNotContain(leak, error.GetString(), StringComparison.Ordinal);
            return Outcome.Error;
        }

        var reply = json.RootElement.GetProperty("result");
        if (!reply.TryGetProperty("problem", out var problem) || problem.ValueKind == JsonValueKind.Null)
            return Outcome.Accepted;
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("code").GetString()), what);
        Assert.False(string.IsNullOrEmpty(problem.GetProperty("detail").GetString()), what);
        return Outcome.Refused;
    }

    private enum Outcome
    {
        Accepted,
        Refused,
        Error,
    }

    private readonly record struct Tally(int Accepted, int Refused, int Errors, int Reconnected)
    {
        public Tally With(Outcome outcome) => outcome switch
        {
            Outcome.Accepted => this with { Accepted = Accepted + 1 },
            Outcome.Refused => this with { Refused = Refused + 1 },
            _ => this with { Errors = Errors + 1 },
        };

        public Tally Plus(Tally other) =>
            new(Accepted + other.Accepted, Refused + other.Refused, Errors + other.Errors, Reconnected + other.Reconnected);
    }
}
