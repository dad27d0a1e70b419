// Compiles the tests with esbuild and runs them with Node's own runner; no DOM, no browser.
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { lucide } from '../tools/lucide.mjs';

const here = dirname(fileURLToPath(import.meta.url));
// Inside the project, so that packages left out of the bundle are found.
const target = await mkdtemp(join(here, '../node_modules/.sfu-test-'));
try {
  const entryPoints = (await readdir(here)).filter((name) => name.endsWith('.test.ts')).map((name) => join(here, name));
  await esbuild.build({
    entryPoints,
    outdir: target,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    plugins: [lucide],
    logLevel: 'warning',
  });
  const files = (await readdir(target)).map((name) => join(target, name));
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', ...process.argv.slice(2), ...files], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  await rm(target, { recursive: true, force: true });
}
