using Microsoft.Playwright;

namespace Sfu.Browser.Tests.States;

/// <summary>
/// Whether a page can be used where there is little room (WCAG 2.2, 1.4.4 and 1.4.10): nothing scrolls sideways, every control comes whole into
/// the window with nothing over it, and no text that means something is cut off. Finds everything before it fails. Owned by one test.
/// </summary>
internal sealed class Reflow(IPage page)
{
    /// <summary>Given the parts to look at, gives a line for each fault. Names that people chose may end in dots: they stand in a title or elsewhere in full.</summary>
    private const string Look = """
        (parts) => {
          const found = [];
          const chosenByPeople = '.topbar-room, .tile-name, .person-name, .chat-name, .floating-name, option, textarea, input';
          const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1 && !element.closest('.hidden, [aria-hidden=true]');
          const nameOf = (element) => `${element.tagName.toLowerCase()}.${element.className} ${element.dataset.testid ?? ''} “${(element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 60)}”`;
          const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
          const { scrollWidth, clientWidth } = document.documentElement;
          if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth - clientWidth} px wider than the window`);
          const all = document.querySelectorAll(parts.map((part) => `${part}, ${part} *`).join(', '));
          if (all.length === 0) found.push(`there is no ${parts}`);
          for (const element of all) {
            if (!isSeen(element)) continue;
            const style = getComputedStyle(element);
            const cuts = ['hidden', 'clip'].includes(style.overflowX);
            if (['auto', 'scroll'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1) found.push(`scrolls sideways: ${nameOf(element)}`);
            if (!hasText(element) || element.matches(chosenByPeople) || element.closest(chosenByPeople)) continue;
            if (cuts && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)) found.push(`text cut off: ${nameOf(element)}`);
            const range = document.createRange();
            range.selectNodeContents(element);
            const { left, right } = range.getBoundingClientRect();
            if (left < -1 || right > innerWidth + 1) found.push(`text beside the window: ${nameOf(element)}`);
            for (let around = element.parentElement; around; around = around.parentElement) {
              const edge = around.getBoundingClientRect();
              if (['hidden', 'clip'].includes(getComputedStyle(around).overflowX) && edge.width > 1 && (left < edge.left - 1 || right > edge.right + 1)) {
                found.push(`text cut off by .${around.className}: ${nameOf(element)}`);
                break;
              }
            }
          }
          for (const control of [...all].filter((element) => element.matches('button, a[href], input, select, textarea, [tabindex="0"]') && isSeen(element))) {
            control.scrollIntoView({ block: 'center', inline: 'nearest' });
            const { left, right, top, bottom, width, height } = control.getBoundingClientRect();
            const whole = left >= -1 && right <= innerWidth + 1 && (height > innerHeight || (top >= -1 && bottom <= innerHeight + 1));
            if (!whole) {
              found.push(`not whole in the window (${[left, top, right, bottom].map(Math.round)}): ${nameOf(control)}`);
              continue;
            }
            const hit = document.elementFromPoint(left + width / 2, top + height / 2);
            const reached = hit && (control.contains(hit) || hit.contains(control) || [...(control.labels ?? [])].some((label) => label.contains(hit)));
            if (!reached) found.push(`covered by ${hit ? nameOf(hit) : 'nothing'}: ${nameOf(control)}`);
          }
          return found;
        }
        """;

    private readonly List<string> _findings = [];

    /// <summary>Looks at the state the page is in, or at the parts of it that are to be used now.</summary>
    public async Task AtAsync(string state, params string[] parts)
    {
        await page.EvaluateAsync("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        var found = await page.EvaluateAsync<string[]>(Look, parts.Length == 0 ? ["body"] : parts);
        _findings.AddRange(found.Distinct().Select(line => $"{state}: {line}"));
    }

    public void FoundNothing() => Assert.True(_findings.Count == 0, string.Join('\n', _findings));
}
