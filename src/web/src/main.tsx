import { effect } from '@preact/signals';
import { render } from 'preact';
import { chooseLanguage, language, t } from './i18n/index.ts';
import { callStats, session, start } from './state/app.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import { App } from './ui/app.tsx';

declare global {
  interface Window {
    /** For tests and embedders; see the page contract. */
    sfu: { stats: typeof callStats };
  }
}

chooseLanguage();
start();
effect(() => {
  document.documentElement.lang = language.value;
});
effect(() => {
  document.body.dataset['state'] = session.phase.value;
  document.title = session.room.value ? `${session.room.value} · ${t('app.name')}` : `${t('app.name')}: ${t('app.tagline')}`;
});
window.sfu = { stats: callStats };
render(<App />, document.getElementById('app')!);
