// House rules for the client's sources, checked at every build: layers import downwards only, and nothing
// turns text into markup.
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** What each layer may import besides itself. `main.tsx` ties everything together. */
const allowed = {
  signaling: [],
  rtc: [],
  i18n: [],
  styles: [],
  state: ['signaling', 'rtc'],
  ui: ['state', 'i18n', 'styles'],
  main: ['ui', 'state', 'i18n', 'styles'],
};

const forbidden = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'dangerouslySetInnerHTML', 'document.write'];
const importPath = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"](\.[^'"]+)['"]/g;
/** Lines in one file; longer ones want to be two. */
const maxLines = { '.ts': 400, '.tsx': 400, '.css': 300 };

export async function breaches(root) {
  const found = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const extension = Object.keys(maxLines).find((end) => entry.name.endsWith(end));
    if (!entry.isFile() || !extension) {
      continue;
    }
    const file = join(entry.parentPath ?? entry.path, entry.name);
    found.push(...inspect(relative(root, file).split(sep).join('/'), await readFile(file, 'utf8'), maxLines[extension]));
  }
  return found;
}

export function inspect(file, text, limit) {
  const found = [];
  const layer = layerOf(file);
  if (!(layer in allowed)) {
    found.push(`${file}: no layer is called ${layer}`);
    return found;
  }
  for (const [, path] of text.matchAll(importPath)) {
    const target = layerOf(join(dirname(file), path).split(sep).join('/'));
    if (target !== layer && !allowed[layer].includes(target)) {
      found.push(`${file}: ${layer} must not import ${target} (${path})`);
    }
  }
  for (const word of forbidden.filter((word) => text.includes(word))) {
    found.push(`${file}: ${word} turns text into markup; build elements instead`);
  }
  const lines = text.split('\n').length - 1;
  if (lines > limit) {
    found.push(`${file}: ${lines} lines, more than ${limit}`);
  }
  return found;
}

function layerOf(file) {
  const slash = file.indexOf('/');
  return slash < 0 ? 'main' : file.slice(0, slash);
}
