/** The style checks find what they are for, and leave good code alone. Run: node --test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkEnginePurity, checkMachinePaths, checkWords } from "../tidy/bans.mjs";
import { stripped, toFile } from "../tidy/files.mjs";
import { checkImports, importsOf } from "../tidy/imports.mjs";
import { checkColumns, checkFileSize, checkFunctionSize } from "../tidy/size.mjs";
import { wrapComments } from "../tidy/wrapComments.mjs";

const faults = (check, path, text) => check(toFile(path, text)).map(({ message }) => message);

test("a file of 400 lines passes, one of 401 does not", () => {
  assert.deepEqual(faults(checkFileSize, "a.ts", "x\n".repeat(400)), []);
  assert.equal(faults(checkFileSize, "a.ts", "x\n".repeat(401)).length, 1);
  assert.deepEqual(faults(checkFileSize, "a.md", "x\n".repeat(401)), []);
});

test("long functions, methods and arrows are found, long control blocks are not counted twice", () => {
  const body = "    x();\n".repeat(70);
  const path = "packages/engine/src/a.ts";
  for (const head of [
    "function f() {",
    "  f(a: string): void {",
    "const f = () => {",
    "): void {",
  ]) {
    const indent = /^\s*/.exec(head)[0];
    assert.equal(faults(checkFunctionSize, path, `${head}\n${body}${indent}}\n`).length, 1, head);
  }
  assert.deepEqual(faults(checkFunctionSize, path, `if (a) {\n${body}}\n`), []);
  assert.deepEqual(faults(checkFunctionSize, path, `class A {\n${body}}\n`), []);
  assert.deepEqual(faults(checkFunctionSize, path, "function f() {\n  x();\n}\n"), []);
});

test("only text may pass the margin", () => {
  const long = "x".repeat(120);
  assert.equal(faults(checkColumns, "a.ts", `const ${long} = 1;`).length, 1);
  assert.equal(faults(checkColumns, "a.ts", `// ${long}`).length, 1);
  assert.deepEqual(faults(checkColumns, "a.ts", `const a = "${long}";`), []);
  assert.deepEqual(faults(checkColumns, "a.ts", `import { a } from "${long}";`), []);
});

test("imports follow the table", () => {
  const from = (path, target, type = "") =>
    faults(checkImports, path, `import ${type}{ a } from "${target}";\n`);
  assert.deepEqual(from("apps/indexer/src/a.ts", "@perpetua/db"), []);
  assert.equal(from("apps/indexer/src/a.ts", "@perpetua/engine").length, 1);
  assert.equal(from("packages/engine/src/a.ts", "@perpetua/testkit").length, 1);
  assert.deepEqual(from("packages/engine/test/a.ts", "@perpetua/testkit"), []);
  assert.equal(from("apps/web/src/a.ts", "@perpetua/api").length, 1);
  assert.deepEqual(from("apps/web/src/a.ts", "@perpetua/api", "type "), []);
  assert.equal(from("packages/db/src/a.ts", "../../engine/src/index.js").length, 1);
});

test("the engine's modules keep their order and their doors", () => {
  const from = (path, target) =>
    faults(checkImports, `packages/engine/src/${path}`, `export { a } from "${target}";\n`);
  assert.deepEqual(from("clob/match.ts", "../subaccounts/index.js"), []);
  assert.equal(from("subaccounts/a.ts", "../clob/index.js").length, 1);
  assert.equal(from("clob/match.ts", "../subaccounts/settle.js").length, 1);
  assert.deepEqual(from("clob/book/tree.ts", "../memclob/place.js"), []);
  assert.equal(from("newmodule/a.ts", "../math/index.js").length, 1);
  assert.deepEqual(from("index.ts", "./app/index.js"), []);
});

test("imports are read over several lines, and not out of strings", () => {
  const text =
    'import {\n  a,\n} from "./a.js";\nconst s = "import x from y";\nexport type { B } from "./b.js";\n';
  assert.deepEqual(
    importsOf(text).map(({ target, typeOnly }) => [target, typeOnly]),
    [
      ["./a.js", false],
      ["./b.js", true],
    ],
  );
});

test("the engine may not look outside", () => {
  const path = "packages/engine/src/app/a.ts";
  const bad = [
    'import { x } from "node:fs";',
    "const a = Date.now();",
    "Math.random();",
    "await x;",
    "process.exit(1);",
    "console.log(1);",
    "a.localeCompare(b);",
  ];
  for (const line of bad) assert.equal(faults(checkEnginePurity, path, line).length, 1, line);
  assert.deepEqual(faults(checkEnginePurity, path, "// an async Date.now() in a comment"), []);
  assert.deepEqual(faults(checkEnginePurity, path, 'const s = "process.exit";'), []);
  assert.deepEqual(faults(checkEnginePurity, "apps/node/src/a.ts", "Date.now();"), []);
});

test("unfinished work needs an issue, paths of one machine are out", () => {
  assert.equal(faults(checkWords, "a.ts", "// TODO: later").length, 1);
  assert.deepEqual(faults(checkWords, "a.ts", "// TODO(#12): later"), []);
  assert.equal(faults(checkWords, "a.ts", "test.skip(x)").length, 1);
  assert.equal(faults(checkMachinePaths, "a.md", "see `/home/jane/x`").length, 1);
  assert.deepEqual(faults(checkMachinePaths, "a.md", "GET https://a/work/b"), []);
});

test("comments and strings are blanked without moving lines", () => {
  const text = 'a(); // "x"\n/* b\n c */ d("e");\n`f\ng`;\n';
  assert.equal(stripped(text).split("\n").length, text.split("\n").length);
  assert.match(stripped(text), /a\(\);/);
  assert.doesNotMatch(stripped(text), /[xbcefg]/);
});

test("long comments wrap, code stays", () => {
  const words = "word ".repeat(30).trim();
  for (const text of [`/** ${words} */`, ` * ${words}`, `// ${words}`, `a(); // ${words}`]) {
    const wrapped = wrapComments(text);
    for (const line of wrapped.split("\n")) assert.ok(line.length <= 100, line);
    assert.equal(wrapped.match(/word/g).length, 30);
  }
  const code = `const a = "${words} ${words}";`;
  assert.equal(wrapComments(code), code);
});
