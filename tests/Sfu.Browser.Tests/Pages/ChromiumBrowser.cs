using Microsoft.Playwright;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Pages;

/// <summary>
/// One headless Chromium from the system's package, driven through a pipe by the driver inside the Playwright package (nothing is
/// downloaded). Every page gets a context of its own, like a person with a browser of their own. Owned by a fixture or test.
/// </summary>
internal sealed class ChromiumBrowser : IAsyncDisposable
{
    private const string Executable = "/usr/bin/chromium";

    private const string GrantsAll = "--use-fake-ui-for-media-stream";

    // Two fake cameras and microphones, no permission prompt; 20 frames a second, because up to four pages encode three layers each on the
    // two cores of a test machine. The rest keeps Chromium from
    // calling its maker at every start.
    private static readonly string[] Arguments =
    [
        "--use-fake-device-for-media-stream=fps=20,device-count=2",
        GrantsAll,
        "--no-sandbox",
        "--no-first-run",
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private readonly IPlaywright _driver;
    private readonly IBrowser _browser;
    private readonly string? _launcher;

    private ChromiumBrowser(IPlaywright driver, IBrowser browser, string? launcher)
    {
        _driver = driver;
        _browser = browser;
        _launcher = launcher;
    }

    /// <param name="asks">Permissions are asked for, so that they can be denied.</param>
    public static async Task<ChromiumBrowser> StartAsync(NetworkNamespace? inside = null, bool asks = false, params string[] moreArguments)
    {
        if (!File.Exists(Executable)) { throw new FileNotFoundException("Install the package chromium.", Executable); }
        // Of themselves pages wait 30 s for what is to be clicked, but expectations 5 s only.
        Assertions.SetDefaultExpectTimeout((float)Patience.Limit.TotalMilliseconds);
        var launcher = inside is null ? null : WriteLauncher(inside);
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = launcher ?? Executable,
            Headless = true,
            Timeout = 2 * (float)Patience.Limit.TotalMilliseconds,
            Args = [.. Arguments.Where(argument => !asks || argument != GrantsAll), .. moreArguments],
        });
        return new ChromiumBrowser(driver, browser, launcher);
    }

    public async Task<IBrowserPage> OpenPageAsync(string locale = "en-GB")
    {
        var context = await OpenContextAsync(locale, 1600, 900);
        return new ChromiumPage(context, await context.NewPageAsync());
    }

    /// <summary>A person with a browser of her own, for tests that need more of it than one page.</summary>
    public Task<IBrowserContext> OpenContextAsync(string locale, int width, int height) => OpenContextAsync(new BrowserNewContextOptions
    {
        ViewportSize = new ViewportSize { Width = width, Height = height },
        Locale = locale,
    });

    /// <summary>The same for a device with more to say about it: a zoomed page, fingers, a wish for little motion.</summary>
    public async Task<IBrowserContext> OpenContextAsync(BrowserNewContextOptions device)
    {
        var context = await _browser.NewContextAsync(device);
        await context.AddInitScriptAsync(Spy.Script);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _driver.Dispose();
        if (_launcher is not null) { File.Delete(_launcher); }
    }

    /// <summary>Playwright starts one file; to start Chromium inside a namespace that file is a script, which keeps the pipe's descriptors.</summary>
    private static string WriteLauncher(NetworkNamespace inside)
    {
        if (OperatingSystem.IsWindows()) { throw new PlatformNotSupportedException("Network namespaces are Linux's."); }
        var path = Path.Combine(Path.GetTempPath(), inside.Name + "-chromium.sh");
        File.WriteAllText(path, $"#!/bin/sh\nexec ip netns exec {inside.Name} {Executable} \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
