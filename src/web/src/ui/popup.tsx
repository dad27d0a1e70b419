import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface Popup<Root extends HTMLElement, Trigger extends HTMLElement> {
  readonly open: boolean;
  /** Holds the trigger and what pops up. */
  readonly root: RefObject<Root | null>;
  readonly trigger: RefObject<Trigger | null>;
  toggle(): void;
  /** Closes; the focus returns to the trigger if it would be lost. */
  close(): void;
}

/** Something small that opens at a button. Escape, a click elsewhere and moving the focus elsewhere close it. */
export function usePopup<Root extends HTMLElement = HTMLDivElement, Trigger extends HTMLElement = HTMLButtonElement>(): Popup<Root, Trigger> {
  const [open, setOpen] = useState(false);
  const root = useRef<Root>(null);
  const trigger = useRef<Trigger>(null);
  const close = () => {
    const inside = root.current?.contains(document.activeElement);
    setOpen(false);
    if (inside) {
      trigger.current?.focus();
    }
  };
  // Listens as soon as it is open: an Escape pressed before the next frame would otherwise close what is around it.
  useLayoutEffect(() => {
    const element = root.current;
    if (!open || !element) {
      return undefined;
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) {
        event.preventDefault();
        close();
      }
    };
    const onPress = (event: Event) => {
      if (!element.contains(event.target as Node)) {
        setOpen(false);
      }
    };
    const onFocusOut = (event: FocusEvent) => {
      if (event.relatedTarget && !element.contains(event.relatedTarget as Node)) {
        setOpen(false);
      }
    };
    element.addEventListener('keydown', onKey);
    element.addEventListener('focusout', onFocusOut);
    document.addEventListener('pointerdown', onPress);
    return () => {
      element.removeEventListener('keydown', onKey);
      element.removeEventListener('focusout', onFocusOut);
      document.removeEventListener('pointerdown', onPress);
    };
  }, [open]);
  return { open, root, trigger, toggle: () => (open ? close() : setOpen(true)), close };
}
