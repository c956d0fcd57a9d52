import { type BrowserWindow, dialog } from 'electron';

/** Asks a person where a file goes; null when nothing was chosen. */
export async function askSavePath(window: BrowserWindow | null, fileName: string): Promise<string | null> {
  const options: Electron.SaveDialogOptions = { defaultPath: fileName };
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  return canceled ? null : (filePath ?? null);
}

/** Asks a person for a folder, a stick for example; null when none was chosen. */
export async function askExportFolder(window: BrowserWindow | null): Promise<string | null> {
  const options: Electron.OpenDialogOptions = { properties: ['openDirectory', 'createDirectory'] };
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? null : (filePaths[0] ?? null);
}
