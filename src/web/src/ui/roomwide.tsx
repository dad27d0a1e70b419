import type { ComponentType } from 'preact';
import { useState } from 'preact/hooks';
import { language, t } from '../i18n/index.ts';
import { acts, notices, session } from '../state/app.ts';
import { csvOf } from '../state/csv.ts';
import { peopleOf } from '../state/people.ts';
import { seesTalkTimes } from '../state/rights.ts';
import { AskOnce } from './askonce.tsx';
import { Icon, type IconName } from './icon.tsx';
import { usePopup } from './popup.tsx';
import './roomwide.css';
import { saveFile, today } from './save.ts';

interface Way {
  readonly testId: string;
  readonly icon: IconName;
  readonly text: string;
  readonly danger?: boolean;
  readonly act: () => void;
}

/** What concerns everybody, at the foot of the list. */
export function RoomWide() {
  const popup = usePopup();
  const [ending, setEnding] = useState(false);
  const [TalkTimes, setTalkTimes] = useState<ComponentType<{ onClose: () => void }> | null>(null);
  const { meeting } = session;
  const moderates = meeting.moderates.value;
  const talkTimes: Way = {
    testId: 'talk-times',
    icon: 'chart-column',
    text: t('people.talk-times'),
    // Rarely opened, so it is loaded when it is.
    act: () => void import('./talktimes.tsx').then(({ TalkTimesDialog }) => setTalkTimes(() => TalkTimesDialog)),
  };
  const ways: Way[] = [
    { testId: 'room-cameras-off', icon: 'video-off', text: t('people.cameras-off'), act: () => void acts.do({ command: 'camera-off-all' }) },
    { testId: 'people-save', icon: 'download', text: t('people.save'), act: saveList },
    { testId: 'people-copy', icon: 'copy', text: t('people.copy'), act: () => void copyList() },
    talkTimes,
    { testId: 'room-end', icon: 'circle-x', text: t('people.end'), danger: true, act: () => setEnding(true) },
  ];
  if (!seesTalkTimes(meeting.you.value, meeting.settings.value)) {
    return null;
  }
  return (
    <div class="room-wide">
      {moderates ? (
        <>
          <button type="button" class="secondary" data-testid="room-mute-all" onClick={() => void acts.do({ command: 'mute-all' })}>
            <Icon name="mic-off" />
            {t('people.mute-all')}
          </button>
          <div class="room-wide-more" ref={popup.root}>
            <button ref={popup.trigger} type="button" class="secondary" data-testid="people-more" aria-expanded={popup.open} onClick={popup.toggle}>
              <Icon name="ellipsis" />
              {t('tool.more')}
            </button>
            {popup.open && (
              <div class="room-wide-menu" role="group" aria-label={t('people.more')} onClick={popup.close}>
                {ways.map((way) => (
                  <WayLine key={way.testId} {...way} />
                ))}
              </div>
            )}
          </div>
        </>
      ) : (
        <button type="button" class="secondary" data-testid={talkTimes.testId} onClick={talkTimes.act}>
          <Icon name={talkTimes.icon} />
          {talkTimes.text}
        </button>
      )}
      {ending && (
        <AskOnce title={t('end.title')} text={t('end.text')} action={t('end.action')} testId="room-end-confirm" onConfirm={() => void acts.do({ command: 'end' })} onClose={() => setEnding(false)} />
      )}
      {TalkTimes && <TalkTimes onClose={() => setTalkTimes(null)} />}
    </div>
  );
}

function WayLine({ testId, icon, text, danger, act }: Way) {
  return (
    <button type="button" class={danger ? 'menu-line menu-danger' : 'menu-line'} data-testid={testId} onClick={act}>
      <Icon name={icon} />
      <span>{text}</span>
    </button>
  );
}

function everybody() {
  const { meeting } = session;
  return peopleOf(meeting.self.peek(), meeting.roster.peek(), '', language.peek()).sort((left, right) => left.name.localeCompare(right.name, language.peek()));
}

function saveList(): void {
  const head = [t('list.name'), t('list.role'), t('list.guest')];
  const rows = everybody().map(({ name, role, guest }) => [name, t(`role.${role}`), guest ? t('list.yes') : t('list.no')]);
  saveFile(`${t('list.file')}-${today()}.csv`, 'text/csv', csvOf([head, ...rows], language.peek()));
}

function copyList(): Promise<void> {
  const text = everybody().map(({ name }) => name).join('\n');
  return Promise.resolve()
    .then(() => navigator.clipboard.writeText(text))
    .then(
      () => notices.news('list-copied'),
      () => notices.problem('list-not-copied'),
    );
}
