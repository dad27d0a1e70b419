// `import mic from 'lucide:mic'` gives the shapes of lucide's icon as [tag, attributes] pairs, so that the
// page draws icons as elements and never has to set innerHTML.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const shape = /<(path|circle|rect|line|polyline|polygon|ellipse)\b([^>]*?)\/?>/g;
const attribute = /([\w-]+)="([^"]*)"/g;

export function parseIcon(svg) {
  const body = svg.slice(svg.indexOf('<svg') + 4);
  const shapes = [...body.slice(body.indexOf('>') + 1).matchAll(shape)];
  return shapes.map(([, tag, text]) => [tag, Object.fromEntries([...text.matchAll(attribute)].map(([, key, value]) => [key, value]))]);
}

export const lucide = {
  name: 'lucide',
  setup(build) {
    build.onResolve({ filter: /^lucide:/ }, ({ path }) => ({ path: path.slice('lucide:'.length), namespace: 'lucide' }));
    build.onLoad({ filter: /.*/, namespace: 'lucide' }, async ({ path }) => {
      const shapes = parseIcon(await readFile(require.resolve(`lucide-static/icons/${path}.svg`), 'utf8'));
      if (shapes.length === 0) {
        throw new Error(`The icon ${path} has no shape that is understood.`);
      }
      return { contents: `export default ${JSON.stringify(shapes)};`, loader: 'js' };
    });
  },
};
