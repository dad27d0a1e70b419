// The licences of everything that ends up in the bundle, to be served beside it: MIT and ISC ask for that.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export async function licences(root, metafile) {
  const inputs = Object.keys(metafile.inputs).filter((path) => path.startsWith('node_modules/'));
  const packages = new Set(inputs.map((path) => path.split('/').slice(1, path.startsWith('node_modules/@') ? 3 : 2).join('/')));
  packages.add('lucide-static');
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    texts.push(`${name} ${version} (${license})\n\n${file ? await readFile(join(folder, file), 'utf8') : ''}`);
  }
  return texts.join('\n\n----------\n\n');
}
