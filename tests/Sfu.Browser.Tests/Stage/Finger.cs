using System.Text.Json;
using Microsoft.Playwright;

namespace Sfu.Browser.Tests.Stage;

/// <summary>
/// One finger on a page: touch events as the browser gets them from a screen, with the times a hand takes, whatever the test machine
/// takes. Owned by one test.
/// </summary>
internal sealed class Finger
{
    private const int StepsOfASwipe = 8;

    private readonly ICDPSession _session;
    private double _nowSeconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    private Finger(ICDPSession session) => _session = session;

    public static async Task<Finger> OnAsync(IPage page) => new(await page.Context.NewCDPSessionAsync(page));

    public async Task TapAsync(ILocator target)
    {
        var (x, y) = await MiddleAsync(target);
        await TapAsync(x, y);
    }

    public async Task DoubleTapAsync(ILocator target)
    {
        var (x, y) = await MiddleAsync(target);
        await TapAsync(x, y);
        Pass(120);
        await TapAsync(x + 3, y - 2);
        Pass(1000);
    }

    /// <summary>From the middle of something, so far, within a third of a second.</summary>
    public async Task SwipeAsync(ILocator target, double right, double down)
    {
        var (x, y) = await MiddleAsync(target);
        await SendAsync("touchStart", (x, y));
        for (var step = 1; step <= StepsOfASwipe; step++)
        {
            Pass(40);
            await SendAsync("touchMove", (x + (right * step / StepsOfASwipe), y + (down * step / StepsOfASwipe)));
        }

        await SendAsync("touchEnd");
        Pass(1000);
    }

    private async Task TapAsync(double x, double y)
    {
        // Not one after the other: while the page is busy, the browser would take the finger that has not been lifted yet for a long press.
        var down = SendAsync("touchStart", (x, y));
        Pass(60);
        await Task.WhenAll(down, SendAsync("touchEnd"));
    }

    private void Pass(int milliseconds) => _nowSeconds += milliseconds / 1000.0;

    private Task<JsonElement?> SendAsync(string type, params (double X, double Y)[] points) => _session.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object>
    {
        ["type"] = type,
        ["touchPoints"] = points.Select(point => new Dictionary<string, object> { ["x"] = point.X, ["y"] = point.Y }).ToArray(),
        ["timestamp"] = _nowSeconds,
    });

    private static async Task<(double X, double Y)> MiddleAsync(ILocator target)
    {
        var box = (await target.BoundingBoxAsync())!;
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }
}
