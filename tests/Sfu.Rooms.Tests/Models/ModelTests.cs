using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Sfu.Rooms.Tests.Models;

/// <summary>Random meetings against what must hold in all of them. A failure names the shortest sequence found and the seed.</summary>
public sealed class ModelTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(800).WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(4UL, 2026UL | 1), FSharpOption<int>.None)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whatever_people_do_the_rules_hold_and_replaying_the_events_gives_the_same_room(bool hasSuccession)
    {
        var (events, full, ended) = (0, 0, 0);
        Prop.ForAll(Step.Meetings, steps =>
        {
            var meeting = new Meeting(hasSuccession);
            foreach (var step in steps)
            {
                meeting.Take(step);
            }

            Assert.Equal(meeting.Log.Count, meeting.State.Sequence);
            Assert.Equal(Text(meeting.State), Text(meeting.Replayed()));
            events += meeting.Log.Count;
            full += meeting.State.Participants.Count >= 4 ? 1 : 0;
            ended += meeting.State.HasEnded ? 1 : 0;
        }).Check(Many);

        // The meetings were meetings.
        Assert.True(events > 15_000 && full > 100 && ended > 50, $"{events} events, {full} well attended, {ended} ended");
    }

    [Fact]
    public void Every_command_takes_effect_once_and_in_order_however_often_it_comes()
    {
        var repeated = 0;
        var ids = Gen.Sized(size => Gen.ArrayOf(Gen.Choose(1, 10 + (size * 2)), 5 * size)).ToArbitrary();
        Prop.ForAll(ids, sent =>
        {
            var memory = new CommandMemory<string>("forgotten");
            var done = new List<int>();
            foreach (var id in sent)
            {
                var first = done.IndexOf(id);
                var reply = memory.Once(id, () => CarryOut(id), reply => !reply.StartsWith("busy", StringComparison.Ordinal));
                repeated += first >= 0 ? 1 : 0;
                var isKnown = first >= 0 && first >= done.Count - Limits.KeptResults;
                Assert.True(first < 0 || reply == (isKnown ? $"done {id}" : "forgotten"), $"{id} again gave {reply}");
            }

            Assert.Equal(done.Order().Distinct(), done);

            string CarryOut(int id)
            {
                // Every seventh is refused for the moment, which is not remembered: it may come again.
                if (id % 7 == 0 && sent.Count(other => other == id) % 2 == 0)
                {
                    return $"busy {id}";
                }

                done.Add(id);
                return $"done {id}";
            }
        }).Check(Many.WithMaxTest(500));
        Assert.True(repeated > 1000, $"{repeated}");
    }

    private static string Text(RoomState room) => JsonSerializer.Serialize(room);
}
