import type { PollInfo } from '../signaling/contract.g.ts';

/** One answer of a poll with what has come of it. */
export interface Answer {
  readonly text: string;
  readonly own: boolean;
  /** Null while results are not shown. */
  readonly votes: number | null;
  /** Of those who voted, in whole per cent. */
  readonly percent: number;
  /** Who chose it; null for an anonymous poll and while results are not shown. */
  readonly voters: readonly string[] | null;
}

export function answersOf({ options, counts, voters, voted, yourChoices }: PollInfo): Answer[] {
  return options.map((text, index) => {
    const votes = counts?.[index] ?? null;
    return { text, own: yourChoices.includes(index), votes, percent: votes && voted ? Math.round((100 * votes) / voted) : 0, voters: voters?.[index]?.names ?? null };
  });
}

/** How saved polls read. */
export interface PollWords {
  readonly title: string;
  readonly kind: (poll: PollInfo) => string;
  readonly voted: (count: number) => string;
  readonly votes: (count: number, percent: number) => string;
  readonly hidden: string;
  /** Heads of the table: number, question, answer, votes, share, voters. */
  readonly columns: readonly [string, string, string, string, string, string];
  /** What separates cells where the table will be opened: German programs take the comma for a decimal point. */
  readonly separator: string;
}

/** Polls as a text file. */
export function pollsAsText(polls: readonly PollInfo[], words: PollWords): string {
  const blocks = polls.map((poll, index) => {
    const lines = answersOf(poll).map(({ text, votes, percent, voters }) => {
      const result = votes === null ? '' : `: ${words.votes(votes, percent)}`;
      return `  - ${oneLine(text)}${result}${voters?.length ? ` (${voters.join(', ')})` : ''}`;
    });
    return [`${index + 1}. ${oneLine(poll.question)}`, `  ${words.kind(poll)}, ${words.voted(poll.voted)}`, ...lines, ...(poll.counts ? [] : [`  ${words.hidden}`]), ''].join('\n');
  });
  return [words.title, '', ...blocks].join('\n');
}

/** Polls as a table for a spreadsheet: one line for each answer. */
export function pollsAsTable(polls: readonly PollInfo[], { columns, separator }: PollWords): string {
  const rows = polls.flatMap((poll, index) =>
    answersOf(poll).map(({ text, votes, percent, voters }) => [String(index + 1), poll.question, text, votes === null ? '' : String(votes), votes === null ? '' : `${percent} %`, voters?.join(', ') ?? '']),
  );
  // The mark at the beginning tells spreadsheets that the file is UTF-8.
  return `\ufeff${[columns, ...rows].map((row) => row.map((cell) => quoted(cell, separator)).join(separator)).join('\r\n')}\r\n`;
}

/** A cell that begins like a formula would be carried out by the program that opens the table. */
function quoted(cell: string, separator: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return safe.includes(separator) || /["\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
