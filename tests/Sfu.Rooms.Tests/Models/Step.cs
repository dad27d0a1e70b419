using FsCheck;
using FsCheck.Fluent;

namespace Sfu.Rooms.Tests.Models;

internal enum StepKind
{
    Enter,
    Return,
    Leave,
    Lose,
    Regain,
    StopKnocking,
    Publish,
    Act,
    Restore,
    RestoreChat,
    Tick,
}

/// <summary>
/// One command of a random meeting, in small numbers, so that a failing sequence reads well and shrinks. Who and whom are picks
/// among those who are there; <see cref="Bits"/> is whatever else the command needs.
/// </summary>
internal sealed record Step(StepKind Kind, int Who, int Whom, RoomAction Action, int Bits)
{
    private static readonly RoomAction[] Actions = Enum.GetValues<RoomAction>();

    /// <summary>Meetings of some length; mostly people act and come in.</summary>
    public static Arbitrary<Step[]> Meetings { get; } = Arb.From(
        Gen.Sized(size => Gen.Choose(1, 20 + (3 * size)).SelectMany(length => Gen.ArrayOf(Any, length))),
        Shorter);

    private static Gen<Step> Any =>
        from kind in Gen.Frequency(
            (6, Gen.Constant(StepKind.Enter)), (2, Gen.Constant(StepKind.Return)), (1, Gen.Constant(StepKind.Leave)), (1, Gen.Constant(StepKind.Lose)),
            (1, Gen.Constant(StepKind.Regain)), (1, Gen.Constant(StepKind.StopKnocking)), (4, Gen.Constant(StepKind.Publish)), (14, Gen.Constant(StepKind.Act)),
            (1, Gen.Constant(StepKind.Restore)), (1, Gen.Constant(StepKind.RestoreChat)), (1, Gen.Constant(StepKind.Tick)))
        from who in Gen.Choose(0, 7)
        from whom in Gen.Choose(0, 7)
        from action in Gen.Frequency((60, Gen.Elements(Actions.Where(action => action != RoomAction.End).ToArray())), (1, Gen.Constant(RoomAction.End)))
        from bits in Gen.Choose(0, int.MaxValue)
        select new Step(kind, who, whom, action, bits);

    private static IEnumerable<Step[]> Shorter(Step[] steps)
    {
        for (var part = steps.Length / 2; part > 0; part /= 2)
        {
            for (var from = 0; from + part <= steps.Length; from += part)
            {
                yield return [.. steps[..from], .. steps[(from + part)..]];
            }
        }
    }
}
