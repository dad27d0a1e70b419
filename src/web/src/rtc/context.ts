/**
 * Keeps a sound output running for as long as it is open. Phones stop it for a call ("interrupted" in Safari) or while the page is
 * away, and not all start it again by themselves. Returns how to close it.
 * @param page Tells by `visibilitychange` that it is looked at again.
 */
export function keepRunning(context: AudioContext, page: EventTarget): () => void {
  const resume = () => {
    if (context.state !== 'running' && context.state !== 'closed') {
      context.resume().catch(() => undefined); // refused before the first click, or the call still lasts
    }
  };
  context.addEventListener('statechange', resume);
  page.addEventListener('visibilitychange', resume);
  resume();
  return () => {
    context.removeEventListener('statechange', resume);
    page.removeEventListener('visibilitychange', resume);
    context.close().catch(() => undefined);
  };
}
