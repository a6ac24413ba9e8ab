/**
 * The smallest Functions worker: serves `@azure/functions-core` to one app file, lets it register, and prints how many functions
 * it has and how long that took since the process started. Plain JavaScript, as stripping types would take longer than it measures.
 */
const Module = require('node:module');

const [file] = process.argv.slice(2);
let functions = 0;
let model;
const disposable = { dispose: () => {} };
const core = {
  version: '3.10.0',
  hostVersion: '4.1037.0',
  Disposable: Object,
  registerFunction: () => {
    functions += 1;
    return disposable;
  },
  registerHook: () => disposable,
  setProgrammingModel: (given) => {
    model = given;
  },
  getProgrammingModel: () => model,
  log: () => {},
};

const load = Reflect.get(Module.prototype, 'require');
Module.prototype.require = function (id) {
  return id === '@azure/functions-core' ? core : load.call(this, id);
};

/** What a host asks last before it indexes the functions; here the app is complete. */
const indexed = async () => {
  load.call(module, file);
  await model?.getCapabilities?.({});
  // An app that streams answers has a server open by now, which would keep the process.
  process.stdout.write(JSON.stringify({ functions, loadMs: performance.now() }), () => process.exit());
};

void indexed();
