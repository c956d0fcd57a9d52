// Called by electron-builder with the unpacked application: closes what the till does not use. A fuse is a switch in
// Electron's binary that nobody can turn without breaking its signature.
const fs = require('node:fs');
const path = require('node:path');

/** The wanted position of each fuse. Which of them exist depends on the Electron version. */
const wanted = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  // Playwright attaches through --inspect, so a build for tests leaves it on.
  EnableNodeCliInspectArguments: process.env.EVERTILL_TEST_BUILD === '1',
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  GrantFileProtocolExtraPrivileges: false,
};

function programOf({ appOutDir, packager, electronPlatformName }) {
  const { productFilename } = packager.appInfo;
  if (electronPlatformName === 'darwin') return path.join(appOutDir, `${productFilename}.app`);
  if (electronPlatformName === 'win32') return path.join(appOutDir, `${productFilename}.exe`);
  return path.join(appOutDir, packager.executableName);
}

exports.default = async (context) => {
  // Left over when the runtime came from a folder instead of a download.
  fs.rmSync(path.join(context.packager.getResourcesDir(context.appOutDir), 'default_app.asar'), {
    force: true,
  });
  fs.rmSync(path.join(context.appOutDir, 'version'), { force: true });

  const { flipFuses, getCurrentFuseWire, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  const program = programOf(context);
  const present = await getCurrentFuseWire(program);
  const positions = Object.fromEntries(
    Object.entries(wanted)
      .map(([name, on]) => [FuseV1Options[name], on])
      .filter(([fuse]) => fuse !== undefined && present[fuse] !== undefined),
  );
  await flipFuses(program, {
    version: FuseVersion.V1,
    resetAdHocDarwinSignature: context.electronPlatformName === 'darwin',
    ...positions,
  });
};
