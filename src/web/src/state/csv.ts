/** Programs for tables take these at the beginning of a cell for a formula, also after quotes; a name must never be one. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/u;

/**
 * A table as CSV (RFC 4180) that Excel and LibreOffice open by a double click: every cell quoted, UTF-8 with its mark, and the
 * separator that the language's programs expect.
 */
export function csvOf(rows: readonly (readonly string[])[], language: string): string {
  const separator = language === 'de' ? ';' : ',';
  return `\u{feff}${rows.map((row) => `${row.map(cell).join(separator)}\r\n`).join('')}`;
}

function cell(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
