import { t } from '../i18n/index.ts';
import { acts, local, session } from '../state/app.ts';
import type { Device, NoticeCode } from '../state/notices.ts';
import { permissionHelp } from '../state/sheets.ts';

/** What a notice offers to do next, if anything. */
export function NoticeWay({ code, onDone }: { code: NoticeCode; onDone: () => void }) {
  const self = session.meeting.self.value;
  if (code === 'barred-mic-ask' && self?.hand === 0) {
    return <Way text={t('tool.hand.ask')} testId="notice-ask" act={() => void acts.toggleHand()} onDone={onDone} />;
  }
  if (code === 'you-speak-allowed' && !local.isOn('mic')) {
    return <Way text={t('device.mic.turn-on')} testId="notice-speak" act={() => void local.toggle('mic')} onDone={onDone} />;
  }
  if (isRefusal(code)) {
    return (
      <button type="button" class="secondary small" data-testid="banner-how" onClick={() => (permissionHelp.value = deviceOf(code))}>
        {t('notice.how')}
      </button>
    );
  }
  return null;
}

/** The browser or the system said no, which the visitor can change. */
function isRefusal(code: NoticeCode): boolean {
  return /^(mic|camera|screen)-denied/.test(code);
}

function deviceOf(code: NoticeCode): Device {
  return code.startsWith('mic') ? 'mic' : code.startsWith('camera') ? 'camera' : 'screen';
}

function Way({ text, testId, act, onDone }: { text: string; testId: string; act: () => void; onDone: () => void }) {
  return (
    <button
      type="button"
      class="primary small"
      data-testid={testId}
      onClick={() => {
        act();
        onDone();
      }}
    >
      {text}
    </button>
  );
}
