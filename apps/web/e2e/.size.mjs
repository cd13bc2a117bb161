import { brotliCompressSync } from "node:zlib";
const base = process.argv[2] ?? "http://localhost:33500";
const html = await (await fetch(base + "/trade/BTC-USD")).text();
const files = [...new Set([...html.matchAll(/\/_next\/static\/[^"'\\ ]+\.(?:js|css)/g)].map((m) => m[0]))];
let js = 0, css = 0;
for (const f of files) { const b = Buffer.from(await (await fetch(base + f)).arrayBuffer()); const s = brotliCompressSync(b).length; if (f.endsWith("css")) css += s; else js += s; console.log(s, b.length, f); }
console.log({ js, css });
