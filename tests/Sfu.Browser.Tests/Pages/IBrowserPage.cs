using System.Text.Json;

namespace Sfu.Browser.Tests.Pages;

/// <summary>What a test does with a page, whichever browser shows it. Elements are named by their <c>data-testid</c> (the page contract).</summary>
internal interface IBrowserPage : IAsyncDisposable
{
    string BrowserName { get; }

    /// <summary>Console messages, uncaught errors and failed requests so far.</summary>
    IReadOnlyList<string> Complaints { get; }

    /// <summary>Every address the page asked for, to prove that it asks its own origin only.</summary>
    IReadOnlyList<string> RequestedAddresses { get; }

    Task OpenAsync(Uri address);

    /// <summary>Evaluates an expression in the page; a promise is awaited.</summary>
    Task<JsonElement> EvaluateAsync(string expression);

    Task ClickAsync(string testId);

    Task FillAsync(string testId, string text);

    Task ScreenshotAsync(string path);
}
