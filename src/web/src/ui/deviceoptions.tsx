import { useEffect, useId } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { devices, preferences } from '../state/app.ts';
import type { DeviceKind } from '../state/devices.ts';
import './deviceoptions.css';

/** Which of several devices is used. Looks what there is when it is shown. */
export function DeviceOptions({ kind }: { kind: DeviceKind }) {
  useEffect(() => void devices.look(), []);
  const list = devices.lists.value[kind];
  if (list.length === 0) {
    return <p class="options-note">{t(`device.unnamed.${kind}`)}</p>;
  }
  const wanted = devices.chosen.value[kind];
  const chosen = list.some(({ id }) => id === wanted) ? wanted : '';
  return <Options options={[{ id: '', label: t('device.system') }, ...list]} chosen={chosen} testId={`choose-${kind}`} onChoose={(id) => devices.choose(kind, id)} />;
}

/** What the encoder is to care for while a screen is shared. */
export function ScreenOptions() {
  const options = [
    { id: 'text', label: t('screen.text') },
    { id: 'motion', label: t('screen.motion') },
  ] as const;
  return <Options options={options} chosen={preferences.taste.value.screenContent} testId="choose-screen" onChoose={(screenContent) => preferences.set({ screenContent })} />;
}

interface Props<Id extends string> {
  readonly options: readonly { readonly id: Id; readonly label: string }[];
  readonly chosen: Id;
  readonly testId: string;
  readonly onChoose: (id: Id) => void;
}

export function Options<Id extends string>({ options, chosen, testId, onChoose }: Props<Id>) {
  const name = useId();
  return (
    <div class="options" data-testid={testId}>
      {options.map(({ id, label }) => (
        <label key={id} class="option">
          <input type="radio" name={name} value={id} checked={id === chosen} onChange={() => onChoose(id)} />
          <span>{label}</span>
        </label>
      ))}
    </div>
  );
}
