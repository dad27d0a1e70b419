import { effect, untracked } from '@preact/signals';
import { render } from 'preact';
import { chooseLanguage, language, t } from './i18n/index.ts';
import { callStats, chat, gate, remember, session, start } from './state/app.ts';
import { startKeyboard } from './state/keyboard.ts';
import { isSelfTest } from './state/route.ts';
import { loadSite, site } from './state/site.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/document.css';
import { App } from './ui/app.tsx';
import { Consent } from './ui/consent.tsx';
import { followTheme } from './ui/theme.ts';

declare global {
  interface Window {
    /** For tests and embedders; see the page contract. */
    sfu: { stats: typeof callStats };
  }
}

/** Nothing of the client runs before the visitor has accepted. */
function Gated() {
  return gate.state.value === 'open' ? <App /> : <Consent />;
}

window.sfu = { stats: callStats };
followTheme();
// All at once: on a slow line every question costs as much as a picture. Nothing could be shown before the answers.
await Promise.all([chooseLanguage(remember.memory.peek().language), loadSite(), gate.check()]);
let started = false;
effect(() => {
  if (gate.state.value === 'open' && !started) {
    started = true;
    untracked(start);
    startKeyboard();
  }
});
effect(() => {
  document.documentElement.lang = language.value;
  remember.note({ language: language.value });
});
effect(() => {
  if (gate.state.value !== 'checking') {
    document.body.dataset['state'] = gate.state.value === 'open' ? view() : 'consent';
  }
  const unread = session.phase.value === 'room' && chat.unread.value > 0 ? `(${chat.unread.value}) ` : '';
  document.title = session.room.value ? `${unread}${session.room.value} · ${site.value.name}` : `${site.value.name}: ${t('app.tagline')}`;
});

/** The page contract's name of what is shown. */
function view(): string {
  return session.phase.value === 'home' && isSelfTest(location.pathname) ? 'selftest' : session.phase.value;
}
render(<Gated />, document.getElementById('app')!);
