/** Where the parts of the shop listen: stable defaults, each movable by a setting, all of them by one base. */
import { createServer } from 'node:net';

/** The parts in the order in which `--port-base` numbers them, with the port each has by default. */
export const defaultPorts = {
  gateway: 8080,
  catalog: 7071,
  basket: 7072,
  ordering: 7073,
  payment: 7074,
  coupon: 7075,
  broker: 5672,
  'broker-admin': 5300,
  identity: 9080,
  debugger: 9229,
} as const;

export type PartName = keyof typeof defaultPorts;
export type Ports = Record<PartName, number>;

export const partNames = Object.keys(defaultPorts) as PartName[];

/** The setting that moves one part, e.g. `ESHOP_PORT_BROKER_ADMIN`. */
export const portSetting = (name: PartName): string => `ESHOP_PORT_${name.toUpperCase().replace('-', '_')}`;

/** The port that a flag or a setting gives. Throws an error that names it as `source`. */
export const parsePort = (text: string, source: string): number => {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw new Error(`${source} is "${text}"; it must be a port from 0 to 65535.`);
};

const parseBase = (text: string): number => {
  const base = parsePort(text, '--port-base');
  const highest = 65_536 - partNames.length;
  if (base <= highest) return base;
  throw new Error(
    `--port-base is ${base}; it must be at most ${highest}, for ${partNames.length} ports from there on.`,
  );
};

/** The port of every part. A setting wins over the base, the base over the default; 0 means any free port. */
export const choosePorts = (base: string | undefined, env: NodeJS.ProcessEnv): Ports => {
  const first = base === undefined ? undefined : parseBase(base);
  const entries = partNames.map((name, index) => {
    const setting = env[portSetting(name)];
    if (setting) return [name, parsePort(setting, portSetting(name))];
    return [name, first === undefined ? defaultPorts[name] : first === 0 ? 0 : first + index];
  });
  return Object.fromEntries(entries) as Ports;
};

/** Whether nothing else listens there. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
