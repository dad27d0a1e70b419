using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sfu.Browser.Tests.Pages;

/// <summary>What a machine can check of WCAG 2.2 AA, with axe-core.</summary>
internal static class Axe
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
        ResultTypes = [ResultType.Violations],
    };

    /// <summary>What is drawn next may begin another one, so it is over when two frames have none. Something that never rests is looked at in the end as it is.</summary>
    private const string EndOfTransitions = """
        async () => {
          for (let frames = 0, quiet = 0; quiet < 2 && frames < 60; frames++) {
            await new Promise((drawn) => requestAnimationFrame(drawn));
            const running = document.getAnimations()
              .filter((animation) => animation.playState === 'running' && animation.effect?.getComputedTiming().iterations !== Infinity);
            await Promise.all(running.map((animation) => animation.finished.catch(() => undefined)));
            quiet = running.length === 0 ? quiet + 1 : 0;
          }
        }
        """;

    /// <summary>Fails with rule, element and reason of every violation on the page as it is now.</summary>
    public static async Task AxeFindsNothingAsync(this IPage page, string state)
    {
        var violations = await page.AxeAsync();
        Assert.True(violations.Count == 0, $"{state}:\n{string.Join('\n', violations)}");
    }

    /// <summary>One line for each element that breaks a rule, once nothing fades any more: colours halfway from one scheme to the other are nobody's choice.</summary>
    public static async Task<IReadOnlyList<string>> AxeAsync(this IPage page)
    {
        await page.EvaluateAsync(EndOfTransitions);
        var found = await page.RunAxe(Rules);
        return [.. found.Violations.SelectMany(rule => rule.Nodes.Select(node =>
            $"{rule.Id} ({rule.Impact}): {node.Target} {node.Html}\n    {string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))}"))];
    }
}
