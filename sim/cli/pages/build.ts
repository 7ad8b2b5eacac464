/** The second half of `npm run build`: what the compiler made becomes scripts of pages, the playground's folder, and `sim` in one file. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import { buildProgram } from '../program/build.ts';
import { aboutPage } from './about-page.ts';
import { bundle } from './bundle.ts';
import { builtScriptFile, bundledScripts, type PageScripts } from './page-scripts.ts';
import { playgroundDocument } from './playground-document.ts';

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function buildReportScripts(): Promise<void> {
  const scripts = await bundledScripts();
  for (const name of Object.keys(scripts) as (keyof PageScripts)[]) write(builtScriptFile(name), scripts[name]);
}

/** From its sources: no compiled file of it is needed for anything else. */
async function buildPlayground(): Promise<void> {
  const root = packageRoot();
  const sources = join(root, 'reports', 'playground');
  const worker = join(sources, 'engine', 'worker.ts');
  const [page, engine] = await Promise.all([
    bundle(join(sources, 'main.tsx')),
    existsSync(worker) ? bundle(worker) : { script: '', style: '' },
  ]);
  const folder = join(root, 'dist', 'playground');
  rmSync(folder, { recursive: true, force: true });
  write(join(folder, 'index.html'), playgroundDocument({ page, engine: engine.script, about: aboutPage() }));
}

await Promise.all([buildReportScripts(), buildPlayground(), buildProgram()]);
