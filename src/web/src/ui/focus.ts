import { useLayoutEffect, useRef } from 'preact/hooks';

/** Moves the focus to a page's main part when it replaces another: the control that was clicked is gone. */
export function useFocusOnEntry<Part extends HTMLElement = HTMLElement>() {
  const main = useRef<Part>(null);
  // Before the next key can be pressed: a focus that comes late takes it from where the person has gone meanwhile.
  useLayoutEffect(() => main.current?.focus({ preventScroll: true }), []);
  return main;
}
