using Microsoft.Playwright;

namespace Sfu.Browser.Tests.Stage;

/// <summary>Two clicks with the times a hand takes, whatever the test machine takes: the page tells them from two single ones by these.</summary>
internal static class DoubleClick
{
    private static readonly (string Type, int Click, int AtMs)[] Steps =
        [("mousePressed", 1, 0), ("mouseReleased", 1, 50), ("mousePressed", 2, 150), ("mouseReleased", 2, 200)];

    public static async Task DoubleClickAsync(this IPage page, ILocator target)
    {
        await target.HoverAsync(); // waits until it rests
        var box = (await target.BoundingBoxAsync())!;
        var nowSeconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var session = await page.Context.NewCDPSessionAsync(page);
        foreach (var (type, click, atMs) in Steps)
        {
            await session.SendAsync("Input.dispatchMouseEvent", new Dictionary<string, object>
            {
                ["type"] = type,
                ["x"] = box.X + (box.Width / 2),
                ["y"] = box.Y + (box.Height / 2),
                ["button"] = "left",
                ["clickCount"] = click,
                ["timestamp"] = nowSeconds + (atMs / 1000.0),
            });
        }

        await session.DetachAsync();
    }
}
