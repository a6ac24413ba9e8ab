/** Reads the profiles that `node --cpu-prof` leaves and sums up where the time went. */
import { readdirSync, readFileSync } from 'node:fs';
import { findSourceMap, SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';
import { printTable } from './table.ts';

interface CallFrame {
  functionName: string;
  url: string;
  lineNumber: number;
  columnNumber: number;
}

/** Times are microseconds of the clock that `process.hrtime` reads, too. */
interface CpuProfile {
  nodes: { id: number; callFrame: CallFrame }[];
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** A span of time on that clock. */
export interface Window {
  begin: number;
  end: number;
}

export const clockMicros = (): number => Number(process.hrtime.bigint() / 1000n);

export const profileFlags = (folder: string, name: string): string[] => [
  '--cpu-prof',
  `--cpu-prof-dir=${folder}`,
  `--cpu-prof-name=${name}.cpuprofile`,
];

/** Microseconds that each node itself took within the window. */
const selfTimes = ({ samples, timeDeltas, startTime }: CpuProfile, { begin, end }: Window): Map<number, number> => {
  const times = new Map<number, number>();
  let at = startTime;
  for (const [index, node] of samples.entries()) {
    at += timeDeltas[index] ?? 0;
    // A sample stands for the time until the next one.
    if (at >= begin && at < end) times.set(node, (times.get(node) ?? 0) + (timeDeltas[index + 1] ?? 0));
  }
  return times;
};

const maps = new Map<string, SourceMap | undefined>();

const mapOf = (url: string): SourceMap | undefined => {
  if (!maps.has(url)) {
    try {
      maps.set(url, new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) as SourceMapPayload));
    } catch {
      maps.set(url, findSourceMap(url));
    }
  }
  return maps.get(url);
};

const sourceOf = ({ url, lineNumber, columnNumber }: CallFrame): string => {
  if (!url.endsWith('.cjs')) return url;
  const entry = mapOf(url.startsWith('/') ? `file://${url}` : url)?.findEntry(lineNumber, columnNumber);
  return entry && 'originalSource' in entry ? entry.originalSource : url;
};

/** The package, or the folder of ours, that a frame's code belongs to. */
const ownerOf = (frame: CallFrame): string => {
  if (frame.url === '') return frame.functionName;
  const source = sourceOf(frame);
  if (source.startsWith('node:')) return 'node';
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1];
  if (inPackage) return inPackage;
  return /(?:^|\/)((?:functions|shared|local|tests)\/[^/]+)/.exec(source)?.[1] ?? source.split('/').slice(-2).join('/');
};

const placeOf = (frame: CallFrame): string =>
  `${frame.functionName || '(anonymous)'}  ${frame.url === '' ? '' : sourceOf(frame).split('/').slice(-2).join('/')}`.trim();

const add = (sums: Map<string, number>, key: string, value: number) => sums.set(key, (sums.get(key) ?? 0) + value);

const printTop = (title: string, what: string, sums: ReadonlyMap<string, number>, window: Window) => {
  const top = [...sums].filter(([name]) => name !== '(idle)').toSorted(([, one], [, other]) => other - one);
  const rows = top.slice(0, 15).map(([name, micros]) => [name, (100 * micros) / (window.end - window.begin)]);
  printTable(title, [what, '% of a core'], rows);
};

/** Prints, for each profile in the folder, which packages and which functions took the time of the window. */
export const printProfiles = (folder: string, window: Window): void => {
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .toSorted()) {
    const profile = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as CpuProfile;
    const times = selfTimes(profile, window);
    const owners = new Map<string, number>();
    const places = new Map<string, number>();
    for (const { id, callFrame } of profile.nodes) {
      add(owners, ownerOf(callFrame), times.get(id) ?? 0);
      add(places, placeOf(callFrame), times.get(id) ?? 0);
    }
    const name = file.replace('.cpuprofile', '');
    printTop(`${name}: whose code takes the time`, 'package', owners, window);
    printTop(`${name}: which functions`, 'function', places, window);
  }
};
