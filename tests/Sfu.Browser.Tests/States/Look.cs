using System.Globalization;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.States;

/// <summary>
/// Looks at states of one page at every size: a screenshot into artifacts/screenshots, so that people can look too, axe, and whether
/// something sticks out or is cut off. What is found is collected, so that one fault does not hide the other pictures. Owned by one test.
/// </summary>
internal sealed class Look(IPage page, string language)
{
    private static readonly (string Name, int Width, int Height)[] Sizes = [("desktop", 1280, 800), ("phone", 390, 844), ("sideways", 844, 390)];

    /// <summary>What is written on controls has to fit there, and the controls into their part of the page.</summary>
    private const string CutOff = """
        () => {
          const found = [];
          for (const element of document.querySelectorAll('.tool-text, .topbar button, .alone button, .panel button, .page button, .dialog button')) {
            const at = element.getBoundingClientRect();
            if (at.width < 2 || getComputedStyle(element).visibility === 'hidden') continue;
            const around = element.closest('.room-main, .panel, .dialog')?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
            if (element.scrollWidth > element.clientWidth + 1 || at.left < around.left - 1 || at.right > around.right + 1) found.push(element.textContent);
          }
          return found;
        }
        """;

    private static readonly string Folder = Directory.CreateDirectory(Path.Combine(RepositoryLayout.Root, "artifacts", "screenshots")).FullName;

    private readonly List<string> _findings = [];

    /// <summary>Looks at the state the page is in. Dark too where colours are many.</summary>
    public async Task AtAsync(string state, bool darkToo = false)
    {
        foreach (var (name, width, height) in Sizes)
        {
            await page.SetViewportSizeAsync(width, height);
            await OnceAsync($"{state}-{name}-{language}", ColorScheme.Light);
            if (darkToo && name != "sideways") { await OnceAsync($"{state}-{name}-{language}-dark", ColorScheme.Dark); }
        }

        await page.SetViewportSizeAsync(Sizes[0].Width, Sizes[0].Height);
    }

    public void FoundNothing() => Assert.True(_findings.Count == 0, string.Join('\n', _findings));

    private async Task OnceAsync(string picture, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await page.EvaluateAsync("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, picture + ".png") });
        foreach (var violation in await page.AxeAsync()) { _findings.Add($"{picture}: {violation}"); }
        var sticksOut = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        foreach (var text in await page.EvaluateAsync<string[]>(CutOff)) { _findings.Add($"{picture}: '{text}' is cut off"); }
        if (sticksOut > 0) { _findings.Add(string.Create(CultureInfo.InvariantCulture, $"{picture}: the page is {sticksOut} px wider than the window")); }
    }
}
