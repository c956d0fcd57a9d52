// Loaded before the server by its launchers (node --import). A launcher that is killed cannot tell its server to stop;
// the channel between them breaks all the same, and the server then ends as if it had been asked to, its database with it.
function end() {
  if (!process.emit('SIGTERM', 'SIGTERM', 15)) process.exit(0);
}

if (process.channel) {
  process.once('disconnect', end);
  process.on('message', (message) => {
    if (message === 'end') end();
  });
  // The channel alone must not keep a finished command alive.
  process.channel.unref();
}
