import { t } from '../i18n/index.ts';
import type { ProblemCode } from '../state/chat.ts';

/** Why the server did not take a message, and what to do. */
export function problemText(problem: ProblemCode): string {
  switch (problem) {
    case 'too-many-requests':
    case 'text-invalid':
    case 'not-allowed':
    case 'target-gone':
      return t(`chat.problem.${problem}`);
    default:
      return t('chat.problem.other');
  }
}
