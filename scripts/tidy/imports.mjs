/** Who may import whom (style.md, "Imports"). */
import { posix } from "node:path";
import { stripped } from "./files.mjs";

/** Sources may import these workspaces; tests and benches also `testkit` and `localnet`. */
const ALLOWED = {
  web: ["api", "protocol"],
  node: ["engine", "messaging", "telemetry", "protocol"],
  indexer: ["api", "db", "messaging", "telemetry", "protocol"],
  api: ["db", "messaging", "protocol"],
  db: ["protocol"],
  messaging: ["protocol"],
  engine: ["protocol"],
  testkit: ["protocol"],
  localnet: ["telemetry"],
  telemetry: [],
  protocol: [],
};
const TEST_ONLY = ["testkit", "localnet"];

/** Order inside the engine: a module imports only modules before it, through their index. */
const ENGINE_ORDER =
  "math state query auth bank feegrant staking slashing distribution authz gov consensus upgrade crisis transfer assets prices marketmap blocktime epochs ratelimit delaymsg accountplus vest perpetuals subaccounts stats affiliates revshare feetiers rewards sending bridge clob vault listing govplus app".split(
    " ",
  );

export function checkImports(file) {
  const workspace = /^(?:packages|apps)\/([a-z]+)\//.exec(file.path)?.[1];
  if (!file.isCode || workspace === undefined || !(workspace in ALLOWED)) return [];
  return importsOf(file.text).flatMap((entry) => {
    const message = entry.target.startsWith("@perpetua/")
      ? checkPackage(file, workspace, entry)
      : checkRelative(file, workspace, entry);
    return message === undefined ? [] : [{ path: file.path, line: entry.line, message }];
  });
}

/** `{ target, line, typeOnly }` of each import and re-export. */
export function importsOf(text) {
  const found = [];
  const code = stripped(text);
  const pattern = /^\s*(?:import|export)\b([^;]*?)\bfrom "|^\s*import "|\bimport\("/gm;
  for (const match of code.matchAll(pattern)) {
    const start = match.index + match[0].length;
    const target = text.slice(start, text.indexOf('"', start));
    const line = text.slice(0, start).split("\n").length;
    found.push({ target, line, typeOnly: /^\s*type\b/.test(match[1] ?? "") });
  }
  return found;
}

function checkPackage(file, workspace, { target, typeOnly }) {
  const imported = target.split("/")[1];
  const inSource = /^(packages|apps)\/[a-z]+\/src\//.test(file.path);
  if (workspace === "web" && imported === "api" && inSource && !typeOnly) {
    return "web may import types only from api";
  }
  const allowed = [...ALLOWED[workspace], ...(inSource ? [] : TEST_ONLY), workspace];
  if (allowed.includes(imported)) return undefined;
  const where = inSource ? workspace : `a test of ${workspace}`;
  return `${where} must not import ${imported}`;
}

function checkRelative(file, workspace, { target }) {
  if (!target.startsWith(".")) return undefined;
  const resolved = posix.join(posix.dirname(file.path), target);
  const own = file.path.split("/").slice(0, 2).join("/");
  const inSource = file.path.startsWith(`${own}/src/`);
  if (inSource && !resolved.startsWith(`${own}/src/`)) return `${target} leaves the package's src`;
  if (workspace !== "engine" || !inSource) return undefined;
  return checkEngineOrder(file.path.slice(`${own}/src/`.length), resolved.slice(own.length + 5));
}

function checkEngineOrder(from, to) {
  const [module, imported] = [from.split("/")[0], to.split("/")[0]];
  if (module === imported || !from.includes("/")) return undefined;
  const [own, other] = [ENGINE_ORDER.indexOf(module), ENGINE_ORDER.indexOf(imported)];
  if (own < 0)
    return `engine module ${module} has no place in the order (scripts/tidy/imports.mjs)`;
  if (other >= own) return `engine module ${module} must not import ${imported}, which comes later`;
  // `math` is a shelf of small functions, each file of it public.
  if (imported !== "math" && other >= 0 && !/^[a-z]+\/index\.js$/.test(to))
    return `import ${imported} through its index.js`;
  return undefined;
}
