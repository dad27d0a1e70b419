using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Moderation;

/// <summary>Somebody in a room with a browser of her own, who moderates or is moderated. Owned by one test.</summary>
internal sealed class Member : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = [];

    private Member(IBrowserContext context, IPage page, string name)
    {
        _context = context;
        Page = page;
        Name = name;
    }

    public string Name { get; }

    public IPage Page { get; }

    /// <summary>Uncaught errors and errors in the console so far.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public ILocator Banner => Get("banner");

    public static async Task<Member> AtDoorAsync(ChromiumFixture fixture, string room, string name, string locale = "en-GB", int width = 1280, int height = 800)
    {
        var context = await fixture.Browser.OpenContextAsync(locale, width, height);
        var page = await context.NewPageAsync();
        var member = new Member(context, page, name);
        page.PageError += (_, error) => member._errors.Enqueue(error);
        page.Console += (_, message) => { if (message.Type == "error") { member._errors.Enqueue(message.Text); } };
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room).AbsoluteUri);
        await member.Get("consent-accept").ClickAsync();
        await member.WaitForStateAsync("prejoin");
        return member;
    }

    /// <summary>Clicks through the door and says at which page that ends.</summary>
    public async Task JoinAsync(string state = "room")
    {
        await Get("prejoin-name").FillAsync(Name);
        await Get("prejoin-join").ClickAsync();
        await WaitForStateAsync(state);
    }

    public static async Task<Member> EnterAsync(ChromiumFixture fixture, string room, string name, string locale = "en-GB", int width = 1280, int height = 800)
    {
        var member = await AtDoorAsync(fixture, room, name, locale, width, height);
        await member.JoinAsync();
        return member;
    }

    /// <summary>Opens the room as its owner, under settings that differ from the usual ones in <paramref name="settings"/> (JavaScript).</summary>
    public static async Task<Member> OwnAsync(ChromiumFixture fixture, string room, string name, string settings, string locale = "en-GB", int width = 1280, int height = 800)
    {
        var owner = await AtDoorAsync(fixture, room, name, locale, width, height);
        var token = await owner.Page.EvaluateAsync<string>(PreparedRoom.OwnerLink(room, settings));
        await owner.Page.EvaluateAsync("token => { location.hash = 'k=' + token; }", token);
        await owner.Page.WaitForFunctionAsync("() => location.hash === ''");
        await owner.JoinAsync();
        return owner;
    }

    public ILocator Get(string testId) => Page.GetByTestId(testId);

    /// <summary>Somebody's line in the list of people, which has to be open.</summary>
    public ILocator Line(string name) => Page.Locator($"[data-testid=person][data-name=\"{name}\"]");

    public async Task OpenPeopleAsync()
    {
        await Get("toolbar-people").ClickAsync();
        await Line(Name).WaitForAsync();
    }

    /// <summary>Does something to somebody by the menu of her line.</summary>
    public async Task ActAsync(string name, string testId)
    {
        await Line(name).GetByTestId("person-menu").ClickAsync();
        await Line(name).GetByTestId(testId).ClickAsync();
    }

    public async Task TurnAsync(string device, bool on)
    {
        await Get("toolbar-" + device).ClickAsync();
        await IsAsync(device, on);
    }

    /// <summary>Waits until the button of a device says that it is on or off.</summary>
    public Task IsAsync(string device, bool on) =>
        Assertions.Expect(Get("toolbar-" + device)).ToHaveAttributeAsync("aria-pressed", on ? "true" : "false");

    public Task IsToldAsync(string text) => Assertions.Expect(Banner.Filter(new() { HasText = text })).ToBeVisibleAsync();

    public Task WaitForStateAsync(string state) => Page.WaitForFunctionAsync("state => document.body.dataset.state === state", state);

    public Task HearsAsync(string name) => Until.TrueAsync(async () => await LevelAsync(name) > 0, Patience.Limit, () => $"{Name} hears {name}");

    /// <summary>The level is a maximum of three seconds, so silence shows after these.</summary>
    public Task HearsNothingOfAsync(string name) => Until.TrueAsync(async () => await LevelAsync(name) == 0, Patience.Limit, () => $"{Name} hears nothing of {name}");

    public ValueTask DisposeAsync() => new(_context.CloseAsync());

    private async Task<double> LevelAsync(string name)
    {
        var stats = await Page.EvaluateAsync<JsonElement>("window.sfu.stats()");
        return stats.GetProperty("sources").EnumerateArray()
            .Where(source => source.GetProperty("name").GetString() == name && source.GetProperty("kind").GetString() == "mic")
            .Select(source => source.GetProperty("audioLevel").GetDouble())
            .DefaultIfEmpty(0).Max();
    }
}
