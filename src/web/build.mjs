// Builds the client into wwwroot/app: types, house rules, bundle, size budget.
//   node build.mjs           once     node build.mjs --watch   on every change     node build.mjs --check   checks only
import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { lucide } from './tools/lucide.mjs';
import { licences } from './tools/licences.mjs';
import { breaches } from './tools/rules.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '../../wwwroot/app');
/** First load, script and style together (measured as gzip; see the quality bars of the client). */
const budgetBytes = 60_000;

const options = {
  absWorkingDir: here,
  entryPoints: ['src/main.tsx'],
  outdir: target,
  bundle: true,
  format: 'esm',
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
  const { metafile } = await esbuild.build(options);
  await writeFile(join(target, 'licences.txt'), await licences(here, metafile));
  const sizes = await Promise.all(['main.js', 'main.css'].map(async (name) => gzipSync(await readFile(join(target, name))).length));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`client: main.js ${sizes[0]} + main.css ${sizes[1]} = ${total} bytes gzip (budget ${budgetBytes})`);
  return total <= budgetBytes;
}

if (process.argv.includes('--watch')) {
  const context = await esbuild.context({ ...options, minify: false, logLevel: 'info' });
  await context.watch();
} else {
  const good = (await check()) && (process.argv.includes('--check') || (await bundle()));
  process.exitCode = good ? 0 : 1;
}
