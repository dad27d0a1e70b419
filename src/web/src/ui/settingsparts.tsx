import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { preferences } from '../state/app.ts';
import type { Taste } from '../state/preferences.ts';

/** Members that are on or off. */
export type Toggle = { [Key in keyof Taste]: Taste[Key] extends boolean ? Key : never }[keyof Taste];

export function Group({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="settings-group">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface SwitchProps {
  readonly text: string;
  readonly hint?: string;
  readonly on: boolean;
  readonly testId: string;
  readonly disabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ text, hint, on, testId, disabled = false, onChange }: SwitchProps) {
  const hintId = useId();
  return (
    <label class="switch" data-disabled={disabled}>
      <input
        type="checkbox"
        role="switch"
        data-testid={testId}
        checked={on}
        disabled={disabled}
        aria-describedby={hint ? hintId : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {text}
        {hint && (
          <span id={hintId} class="switch-hint">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

/** A switch of the visitor's taste. */
export function TasteSwitch({ taste, ...rest }: Omit<SwitchProps, 'on' | 'testId' | 'onChange'> & { taste: Toggle }) {
  return <Switch {...rest} on={preferences.taste.value[taste]} testId={`taste-${taste}`} onChange={(on) => preferences.set({ [taste]: on })} />;
}
