import { language, switchLanguage, t } from '../i18n/index.ts';
import { go } from '../state/app.ts';
import { site } from '../state/site.ts';
import './header.css';
import { Icon } from './icon.tsx';

/** Head of every page but the room. */
export function Header() {
  return (
    <header class="header">
      <a
        class="brand-link"
        href="/"
        onClick={(event) => {
          event.preventDefault();
          go(null);
        }}
      >
        <Brand />
      </a>
      <LanguageSwitch />
    </header>
  );
}

/** Whose server this is. */
export function Brand() {
  return (
    <span class="brand">
      {site.value.hasLogo ? <img class="mark" src="/branding/logo" alt="" /> : <Mark />}
      {site.value.name}
    </span>
  );
}

/** Names the other language in that language, so that whoever needs it can read it. */
export function LanguageSwitch() {
  return (
    <button type="button" class="quiet" lang={language.value === 'en' ? 'de' : 'en'} onClick={switchLanguage}>
      <Icon name="languages" />
      <span class="quiet-text">{t('language.other')}</span>
    </button>
  );
}

/** The product's mark: two who overlap. */
function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle class="mark-one" cx="11.5" cy="16" r="8.5" />
      <circle class="mark-two" cx="20.5" cy="16" r="8.5" />
    </svg>
  );
}
