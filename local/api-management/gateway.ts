/** Runs a folder of API Management files as an HTTP gateway, and serves the single-page app's files beside it. */
import type { Logger } from '../log.ts';
import type { Clock } from './expressions/context.ts';
import { loadPlan } from './gateway/load-plan.ts';
import { createListener } from './http/listener.ts';
import { listen } from './http/server.ts';
import { readSiteConfig } from './http/site-config.ts';
import { originsIn, withSettings } from './http/site-settings.ts';
import { type StaticFiles, serveFiles, withSiteHeaders } from './http/static-files.ts';
import { createTransport } from './http/transport.ts';
import { reloadOnChange } from './reload.ts';
import { createServices } from './services.ts';

export interface GatewayOptions {
  /** Folder in the APIOps convention. */
  dir: string;
  /** 0 takes a free port. Default 8080. */
  port?: number;
  /** Named values by display name; they win over the environment (`NAMED_VALUE_…`) and the files. */
  namedValues?: Record<string, string>;
  /** Addresses of backends by id; they win over the files. */
  backends?: Record<string, string>;
  /** Folder of the single-page app's files. */
  staticDir?: string;
  /** What the single-page app reads as `/config.json`. */
  siteSettings?: object;
  /** How many bytes of a body policies may bring into memory. Default 10 MiB. */
  bodyLimit?: number;
  /** Whether changes of the files take effect. Default true. */
  watch?: boolean;
  clock?: Clock;
  log: Logger;
}

export interface Gateway {
  port: number;
  close(): Promise<void>;
}

/** The single-page app's files and settings, with the headers that a deployed site has. */
const filesOf = ({ staticDir, siteSettings }: GatewayOptions): StaticFiles | undefined => {
  const config = readSiteConfig(staticDir, siteSettings ? originsIn(siteSettings) : []);
  const folder = staticDir === undefined ? undefined : serveFiles(staticDir, config);
  const files = siteSettings ? withSettings(siteSettings, folder) : folder;
  return files && withSiteHeaders(config, files);
};

/** Throws FolderError, with every problem, when the folder cannot be executed. */
export const startGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const { dir, port = 8080, bodyLimit = 10 * 1024 * 1024, log, clock } = options;
  let plan = loadPlan(options);
  const transport = createTransport(bodyLimit);
  const services = createServices({ log, send: transport.send, ...(clock && { clock }) });
  const files = filesOf(options);
  const server = await listen(port, createListener({ plan: () => plan, services, files, bodyLimit }));
  const load = () => {
    plan = loadPlan(options);
  };
  const reloading = options.watch === false ? undefined : reloadOnChange(dir, load, log);
  log.info(`${plan.counts.operations} operations of ${plan.counts.apis} APIs on http://127.0.0.1:${server.port}`);
  return {
    port: server.port,
    close: async () => {
      reloading?.close();
      await server.close();
      transport.close();
    },
  };
};
