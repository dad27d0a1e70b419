// Builds the client into wwwroot/app: types, house rules, bundle, size budget.
//   node build.mjs           once     node build.mjs --watch   on every change     node build.mjs --check   checks only
import { spawnSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { lucide } from './tools/lucide.mjs';
import { licences } from './tools/licences.mjs';
import { breaches } from './tools/rules.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../../wwwroot/app');
/** First load, measured as gzip. What is rarely opened is a chunk of its own and is not counted. */
const scriptBudgetBytes = 80_000;
const styleBudgetBytes = 16_000;

const options = {
  absWorkingDir: here,
  entryPoints: ['src/main.tsx'],
  outdir: target,
  bundle: true,
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  platform: 'browser',
  target: ['chrome109', 'firefox115', 'safari16.4'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  minify: true,
  sourcemap: true,
  sourcesContent: true,
  metafile: true,
  legalComments: 'none',
  plugins: [lucide],
  logLevel: 'warning',
};

async function check() {
  const broken = await breaches(join(here, 'src'));
  broken.forEach((line) => console.error(line));
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const projects = ['.', 'test'].map((project) => spawnSync(process.execPath, [tsc, '--noEmit', '-p', project], { cwd: here, stdio: 'inherit' }).status);
  return broken.length === 0 && projects.every((status) => status === 0);
}

async function bundle() {
  await rm(target, { recursive: true, force: true }); // chunks of older builds
  const { metafile } = await esbuild.build(options);
  await writeFile(join(target, 'licences.txt'), await licences(here, metafile));
  await compress();
  // What main.js imports at once; the server names it in the page, so that the browser need not read main.js first.
  await writeFile(join(target, 'preload.txt'), loadedBy(main(metafile.outputs), metafile.outputs).slice(1).map((path) => `/app/${relative(target, join(here, path))}\n`).join(''));
  const script = await gzipBytes(firstLoad(metafile));
  const style = await gzipBytes(['main.css']);
  console.log(`client: script ${script} of ${scriptBudgetBytes}, style ${style} of ${styleBudgetBytes} bytes gzip`);
  return script <= scriptBudgetBytes && style <= styleBudgetBytes;
}

/** A compressed copy beside every script and style sheet; the server sends it to whoever can read it. */
async function compress() {
  for (const entry of await readdir(target, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && /\.(js|css)$/.test(entry.name)) {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      const bytes = await readFile(file);
      await Promise.all([writeFile(`${file}.br`, brotliCompressSync(bytes)), writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }))]);
    }
  }
}

/** main.js and every chunk it imports at once, and the texts of one language, the longest. */
function firstLoad({ outputs }) {
  const texts = Object.entries(outputs).filter(([, { entryPoint }]) => /^src\/i18n\/\w+\.ts$/.test(entryPoint ?? ''));
  const [longest] = texts.sort(([, left], [, right]) => right.bytes - left.bytes);
  if (!longest) {
    throw new Error('The texts are not where the budget looks for them.');
  }
  const wanted = new Set([...loadedBy(main(outputs), outputs), ...loadedBy(longest[0], outputs)]);
  return [...wanted].map((path) => relative(target, join(here, path)));
}

/** An output and everything that it imports at once, also by way of others. */
function loadedBy(output, outputs) {
  const found = [output];
  for (const path of found) {
    found.push(...outputs[path].imports.filter((imported) => imported.kind === 'import-statement' && !found.includes(imported.path)).map(({ path }) => path));
  }
  return found;
}

function main(outputs) {
  return Object.keys(outputs).find((path) => path.endsWith('app/main.js'));
}

async function gzipBytes(names) {
  const sizes = await Promise.all(names.map(async (name) => gzipSync(await readFile(join(target, name))).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

if (process.argv.includes('--watch')) {
  const context = await esbuild.context({ ...options, minify: false, logLevel: 'info' });
  await context.watch();
} else {
  const good = (await check()) && (process.argv.includes('--check') || (await bundle()));
  process.exitCode = good ? 0 : 1;
}
