// Loaded by Electron before the till (-r): the till is not ready before its driver says so (`__playwright_run`, as Playwright's own
// loader has it). A window that opens while the driver is still connecting makes the two wait for each other for ever.
const { app } = require('electron');

const whenReady = app.whenReady();
const emit = app.emit.bind(app);
let isDriven = false;
let readyWith = [];
let goOn;
const driven = new Promise((resolve) => {
  goOn = resolve;
});

app.emit = (event, ...args) => {
  if (event !== 'ready' || isDriven) return emit(event, ...args);
  readyWith = args;
  return app.listenerCount('ready') > 0;
};
app.isReady = () => isDriven;
app.whenReady = () => driven;

globalThis.__playwright_run = async () => {
  await whenReady;
  isDriven = true;
  goOn();
  emit('ready', ...readyWith);
};
