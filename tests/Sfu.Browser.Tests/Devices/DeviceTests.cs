using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Devices;

/// <summary>Microphone, camera and loudspeaker in Chromium with its two fake ones of each.</summary>
[Trait("Category", "Browser")]
public sealed class DeviceTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private const string FramesOfAda = "window.sfu.stats().then((stats) => stats.sources.find((source) => source.kind === 'camera')?.framesDecoded ?? 0)";

    /// <summary>A tone on the left channel alone; loud enough to pass for speech.</summary>
    private const string LeftTone = """
        window.fakeSound = () => {
          const context = new AudioContext();
          const tone = context.createOscillator();
          const merger = context.createChannelMerger(2);
          const out = context.createMediaStreamDestination();
          out.channelCount = 2;
          tone.connect(merger, 0, 0);
          merger.connect(out);
          tone.start();
          return out.stream;
        };
        """;

    /// <summary>Keeps what arrives, so that it can be listened to.</summary>
    private const string Receive = """
        window.received = [];
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(...given) {
            super(...given);
            this.addEventListener('track', ({ track }) => track.kind === 'audio' && window.received.push(track));
          }
        };
        """;

    [Fact]
    public async Task Another_camera_and_microphone_are_taken_in_the_middle_of_a_call_while_frames_keep_coming()
    {
        var room = fixture.NewRoom();
        await using var ada = await DevicePerson.OpenAsync(fixture, room);
        await using var bela = await DevicePerson.OpenAsync(fixture, room);
        await ada.JoinAsync("Ada");
        await bela.JoinAsync("Bela");
        await ada.TurnOnAsync("camera");
        await ada.TurnOnAsync("mic");
        await bela.UntilAsync($"{FramesOfAda}.then((frames) => frames > 5)");
        var (camera, mic) = (await CurrentAsync(ada, "video"), await CurrentAsync(ada, "audio"));

        await ada.Get("toolbar-camera-choose").ClickAsync();
        await Expect(ada.Get("choose-camera").GetByRole(AriaRole.Radio)).ToHaveCountAsync(3);
        await ada.Get("choose-camera").GetByRole(AriaRole.Radio).Last.CheckAsync();
        await ada.UntilAsync($"window.newest('video').track.getSettings().deviceId !== '{camera}'");

        // Chromium hands the frames of its second fake camera to no encoder, whatever the page; so back to the first.
        await ada.Get("choose-camera").GetByRole(AriaRole.Radio).Nth(1).CheckAsync();
        await ada.UntilAsync($"window.newest('video').track.getSettings().deviceId === '{camera}'");
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.Get("toolbar-mic-choose").ClickAsync();
        await Expect(ada.Get("choose-mic").GetByRole(AriaRole.Radio)).ToHaveCountAsync(3);
        await ada.Get("choose-mic").GetByRole(AriaRole.Radio).Last.CheckAsync();
        await ada.UntilAsync($"window.newest('audio').track.getSettings().deviceId !== '{mic}'");

        var frames = await bela.AskAsync<int>(FramesOfAda);
        await bela.UntilAsync($"{FramesOfAda}.then((frames) => frames > {frames + 20})");
        await bela.UntilAsync("window.sfu.stats().then((stats) => stats.sources.some((source) => source.kind === 'mic' && source.audioLevel > 0))");
        await ada.UntilAsync("window.opened.filter(({ kind, track }) => kind === 'video' && track.readyState === 'live').length === 1");
        await ada.UntilAsync("window.opened.filter(({ kind, track }) => kind === 'audio' && track.readyState === 'live').length === 1");
        Assert.Equal(1, await ada.AskAsync<int>("window.sfuSpy.setRemoteDescription"));
        Assert.Empty(ada.Complaints);
    }

    [Fact]
    public async Task Nothing_is_looked_up_or_opened_before_a_click_and_the_choice_is_there_after_it()
    {
        await using var ada = await DevicePerson.OpenAsync(fixture, fixture.NewRoom());
        await Expect(ada.Get("level")).ToHaveCountAsync(0);
        Assert.Equal(0, await ada.AskAsync<int>("window.opened.length"));

        await ada.Get("prejoin-mic").ClickAsync();

        await Expect(ada.Get("level")).ToBeVisibleAsync();
        await ada.UntilAsync("Number(getComputedStyle(document.querySelector('[data-testid=level]')).getPropertyValue('--level')) > 0.2");
        await ada.Get("prejoin-mic-choose").ClickAsync();
        await Expect(ada.Get("choose-mic").GetByRole(AriaRole.Radio)).ToHaveCountAsync(3);
        await Expect(ada.Get("choose-speaker").GetByRole(AriaRole.Radio)).ToHaveCountAsync(3);
        await ada.Page.AxeFindsNothingAsync("menu of the microphone");
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Get("prejoin-mic-choose")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Echo_noise_and_gain_are_switched_on_the_open_microphone_and_music_leaves_it_untouched()
    {
        await using var ada = await DevicePerson.OpenAsync(fixture, fixture.NewRoom());
        await ada.JoinAsync("Ada");
        await ada.TurnOnAsync("mic");
        const string Treatment = "(({ echoCancellation, noiseSuppression, autoGainControl }) => [echoCancellation, noiseSuppression, autoGainControl].join())(window.newest('audio').track.getSettings())";
        Assert.Equal("true,true,true", await ada.AskAsync<string>(Treatment));

        await ada.OpenSettingsAsync("sound");
        await ada.Get("taste-noiseSuppression").UncheckAsync();
        await ada.UntilAsync($"{Treatment} === 'true,false,true'");
        await ada.Get("taste-music").CheckAsync();
        await ada.UntilAsync($"{Treatment} === 'false,false,false' && window.newest('audio').constraints.audio.channelCount.ideal === 2");
        await Expect(ada.Get("taste-echoCancellation")).ToBeDisabledAsync();
        await ada.UntilPressedAsync("mic", true);
        Assert.Empty(ada.Complaints);
    }

    [Fact]
    public async Task What_sounds_on_the_left_alone_is_heard_on_the_left_alone_in_music_mode()
    {
        var room = fixture.NewRoom();
        await using var ada = await DevicePerson.OpenAsync(fixture, room, script: LeftTone);
        await using var bela = await DevicePerson.OpenAsync(fixture, room, script: Receive);
        await bela.JoinAsync("Bela");
        await ada.JoinAsync("Ada");
        await ada.OpenSettingsAsync("sound");
        await ada.Get("taste-music").CheckAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.TurnOnAsync("mic");
        await bela.UntilAsync("window.sfu.stats().then((stats) => stats.sources.some((source) => source.kind === 'mic' && source.audioLevel > 0.05))");

        await bela.UntilAsync(
            """
            (async () => {
              window.ears ??= await (async () => {
                const context = new AudioContext();
                await context.resume();
                const splitter = context.createChannelSplitter(2);
                const [left, right] = [context.createAnalyser(), context.createAnalyser()];
                splitter.connect(left, 0); splitter.connect(right, 1);
                for (const track of window.received) context.createMediaStreamSource(new MediaStream([track])).connect(splitter);
                return { left, right };
              })();
              const power = (analyser) => { const samples = new Float32Array(2048); analyser.getFloatTimeDomainData(samples); return samples.reduce((sum, sample) => sum + sample * sample, 0); };
              const [left, right] = [power(window.ears.left), power(window.ears.right)];
              return left > 1 && right < left / 20;
            })()
            """.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task Saving_data_sends_the_smallest_layer_alone_and_gives_it_back()
    {
        var room = fixture.NewRoom();
        await using var ada = await DevicePerson.OpenAsync(fixture, room);
        await using var bela = await DevicePerson.OpenAsync(fixture, room);
        await bela.JoinAsync("Bela");
        await ada.JoinAsync("Ada");
        await ada.TurnOnAsync("camera");
        await ada.OpenSettingsAsync("video");
        await ada.Get("taste-saver").CheckAsync();
        await ada.UntilAsync("window.newest('video').constraints.video.width.ideal === 640");
        await bela.UntilAsync("window.sfu.stats().then((stats) => stats.sources.some(({ kind, width, framesDecoded }) => kind === 'camera' && framesDecoded > 0 && width > 0 && width <= 320))");
        await ada.Get("taste-saver").UncheckAsync();
        await bela.UntilAsync("window.sfu.stats().then((stats) => stats.sources.some(({ kind, width }) => kind === 'camera' && width >= 640))", 40);
    }

    [Fact]
    public async Task What_is_set_is_kept_only_if_the_device_was_asked_to_remember()
    {
        var room = fixture.NewRoom();
        await using var ada = await DevicePerson.OpenAsync(fixture, room);
        await ada.JoinAsync("Ada");
        await ada.OpenSettingsAsync("look");
        await ada.Get("choose-theme").GetByRole(AriaRole.Radio).Last.CheckAsync();
        Assert.Equal("dark", await ada.AskAsync<string>("document.documentElement.style.colorScheme"));
        Assert.Equal("rgb(18, 22, 24)", await ada.AskAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
        Assert.DoesNotContain("taste", await ada.AskAsync<string>("JSON.stringify(localStorage)"), StringComparison.Ordinal);

        await ada.Get("settings-device").ClickAsync();
        await ada.Get("settings-remember").CheckAsync();
        await ada.Page.ReloadAsync();
        await ada.UntilAsync("document.documentElement.style.colorScheme === 'dark'");

        await ada.UntilAsync("['room', 'prejoin'].includes(document.body.dataset.state)");
        Assert.Contains("\\\"theme\\\":\\\"dark\\\"", await ada.AskAsync<string>("JSON.stringify(localStorage)"), StringComparison.Ordinal);
    }

    private static Task<string> CurrentAsync(DevicePerson person, string kind) =>
        person.AskAsync<string>($"window.newest('{kind}').track.getSettings().deviceId");
}
