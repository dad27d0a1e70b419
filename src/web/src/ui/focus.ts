import { useEffect, useRef } from 'preact/hooks';

/** Moves the focus to a page's main part when it replaces another: the control that was clicked is gone. */
export function useFocusOnEntry<Part extends HTMLElement = HTMLElement>() {
  const main = useRef<Part>(null);
  useEffect(() => main.current?.focus({ preventScroll: true }), []);
  return main;
}
