/** The picture as a file: SVG for papers, PNG for slides; what is pointed at or drawn by hand just now is not in it. */
import { CanvasPainter } from '../../spacetime/canvas-painter.ts';
import { themes, type ThemeName } from '../../spacetime/inks.ts';
import { SvgPainter } from '../../spacetime/svg-painter.ts';
import { paintCluster } from './paint.ts';
import { pictureOf, LayoutKeeper } from './picture.ts';
import type { Scene } from './scene.ts';

/** Of pictures that are saved, whatever the size of the window. */
const SIZE = { width: 960, height: 640 } as const;
/** Dots of a PNG for each pixel. */
const SHARP = 2;

export interface Saved {
  readonly scene: Scene;
  readonly atUs: number;
  readonly theme: ThemeName;
}

export function pictureAsSvg({ scene, atUs, theme }: Saved): string {
  const painter = new SvgPainter(themes[theme]);
  paintCluster(painter, savedPicture(scene, atUs, theme));
  return painter.document(SIZE.width, SIZE.height, `A ZooKeeper ensemble after event ${scene.event}`);
}

function savedPicture(scene: Scene, atUs: number, theme: ThemeName): ReturnType<typeof pictureOf> {
  return pictureOf({ scene, layout: new LayoutKeeper().of(scene, SIZE), atUs, patterns: theme === 'contrast' });
}

export function saveSvg(saved: Saved): void {
  save(`${nameOf(saved)}.svg`, new Blob([pictureAsSvg(saved)], { type: 'image/svg+xml' }));
}

/** False: this browser makes none. */
export async function savePng(saved: Saved): Promise<boolean> {
  const canvas = document.createElement('canvas');
  canvas.width = SIZE.width * SHARP;
  canvas.height = SIZE.height * SHARP;
  const context = canvas.getContext('2d');
  if (context === null) return false;
  context.scale(SHARP, SHARP);
  paintCluster(
    new CanvasPainter(context, themes[saved.theme], new Map()),
    savedPicture(saved.scene, saved.atUs, saved.theme),
  );
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) return false;
  save(`${nameOf(saved)}.png`, blob);
  return true;
}

function nameOf({ scene }: Saved): string {
  return `ensemble-event-${scene.event}`;
}

function save(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
