import { useEffect, useMemo, useState } from 'preact/hooks';
import { ts } from '../i18n/settings.ts';
import { canChooseSpeaker, canShareScreen, chimes, devices, local, preferences } from '../state/app.ts';
import { DeviceOptions, ScreenOptions } from './deviceoptions.tsx';
import { LevelMeter } from './levelmeter.tsx';
import { Group, TasteSwitch } from './settingsparts.tsx';
import { Video } from './video.tsx';

export function SoundPage() {
  const music = preferences.taste.value.music;
  return (
    <>
      <Group title={ts('mic.title')}>
        <DeviceOptions kind="mic" />
        <MicTest />
      </Group>
      <Group title={ts('speaker.title')}>
        {canChooseSpeaker ? <DeviceOptions kind="speaker" /> : <p class="options-note">{ts('speaker.unsupported')}</p>}
        <div class="settings-row">
          <button type="button" class="secondary small" onClick={() => void chimes.play('test')}>
            {ts('speaker.test')}
          </button>
          {devices.canPickSpeaker && (
            <button type="button" class="secondary small" onClick={() => void devices.pickSpeaker()}>
              {ts('speaker.pick')}
            </button>
          )}
        </div>
      </Group>
      <Group title={ts('treat.title')}>
        <TasteSwitch taste="echoCancellation" text={ts('treat.echo')} hint={ts('treat.echo.hint')} disabled={music} />
        <TasteSwitch taste="noiseSuppression" text={ts('treat.noise')} disabled={music} />
        <TasteSwitch taste="autoGainControl" text={ts('treat.gain')} disabled={music} />
        <TasteSwitch taste="music" text={ts('treat.music')} hint={ts('treat.music.hint')} />
      </Group>
    </>
  );
}

/** Listens only after a click, and sends nothing: a microphone that was off stays muted for the others. */
export function MicTest() {
  const [testing, setTesting] = useState(false);
  useEffect(() => (testing ? () => local.endTest('mic') : undefined), [testing]);
  const toggle = async () => {
    if (testing) {
      setTesting(false);
    } else if (await local.test('mic')) {
      setTesting(true);
    }
  };
  return (
    <>
      <div class="settings-row">
        <button type="button" class="secondary small" data-testid="mic-test" onClick={() => void toggle()}>
          {ts(testing ? 'mic.test.stop' : 'mic.test')}
        </button>
        <div class="settings-level">{testing && <LevelMeter />}</div>
      </div>
      <p class="options-note">{ts('mic.test.note')}</p>
    </>
  );
}

export function VideoPage() {
  return (
    <>
      <Group title={ts('camera.title')}>
        <DeviceOptions kind="camera" />
        <CameraTest />
      </Group>
      {canShareScreen && (
        <Group title={ts('screen.title')}>
          <ScreenOptions />
        </Group>
      )}
      <Group title={ts('saver.title')}>
        <TasteSwitch taste="saver" text={ts('saver')} hint={ts('saver.hint')} />
      </Group>
    </>
  );
}

export function CameraTest() {
  const [testing, setTesting] = useState(false);
  const track = local.previewTrack.value;
  const stream = useMemo(() => track && new MediaStream([track]), [track]);
  useEffect(() => (testing ? () => local.endTest('camera') : undefined), [testing]);
  const toggle = async () => {
    if (testing) {
      setTesting(false);
    } else if (await local.test('camera')) {
      setTesting(true);
    }
  };
  return (
    <>
      <div class="settings-row">
        <button type="button" class="secondary small" data-testid="camera-test" onClick={() => void toggle()}>
          {ts(testing ? 'camera.preview.stop' : 'camera.preview')}
        </button>
      </div>
      {testing && <div class="settings-preview">{stream && <Video stream={stream} mirrored aspect={16 / 9} />}</div>}
      {testing && <p class="options-note">{ts('camera.preview.note')}</p>}
    </>
  );
}
