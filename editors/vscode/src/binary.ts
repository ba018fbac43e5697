// Finds the `plimsoll` program: the setting, then the PATH, then the one in the extension.
//
// A folder that is opened cannot name a program through the PATH: entries that are not absolute do not count.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** Where the program was found. */
export type Origin = "setting" | "path" | "bundled";

/** What came of looking for the program. */
export type Binary =
  | { found: true; file: string; origin: Origin }
  | { found: false; reason: string; looked: string[] };

/** Where to look. */
export interface Places {
  /** The setting `plimsoll.path`. */
  setting: string | undefined;
  /** The variable PATH. */
  searchPath: string;
  /** The folder of the extension. */
  extension: string;
  /** The folder that a relative setting starts at. */
  workspace: string | undefined;
  platform: NodeJS.Platform;
  arch: string;
}

/** Looks for the program. A setting that is wrong is said, not passed over. */
export function findBinary(places: Places): Binary {
  const name = places.platform === "win32" ? "plimsoll.exe" : "plimsoll";
  if (places.setting) {
    const file = expand(places.setting, places.workspace);
    if (isProgram(file, places.platform)) return { found: true, file, origin: "setting" };
    const what = fs.existsSync(file) ? "is not a program" : "does not exist";
    return { found: false, reason: `\`plimsoll.path\` names ${file}, which ${what}`, looked: [file] };
  }
  const folders = places.searchPath.split(places.platform === "win32" ? ";" : ":").filter((it) => path.isAbsolute(it));
  for (const folder of folders) {
    const file = path.join(folder, name);
    if (isProgram(file, places.platform)) return { found: true, file, origin: "path" };
  }
  const bundled = path.join(places.extension, "bin", `${places.platform}-${places.arch}`, name);
  if (isProgram(bundled, places.platform)) return { found: true, file: bundled, origin: "bundled" };
  return { found: false, reason: `\`${name}\` is not on the PATH`, looked: [...folders, bundled] };
}

function expand(setting: string, workspace: string | undefined): string {
  const home = setting === "~" || setting.startsWith("~/") ? path.join(os.homedir(), setting.slice(1)) : setting;
  return path.isAbsolute(home) || !workspace ? home : path.join(workspace, home);
}

function isProgram(file: string, platform: NodeJS.Platform): boolean {
  try {
    if (!fs.statSync(file).isFile()) return false;
    if (platform !== "win32") fs.accessSync(file, fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
