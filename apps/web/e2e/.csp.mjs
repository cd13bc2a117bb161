import { chromium } from "playwright";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const p = await b.newPage();
await p.addInitScript(() => document.addEventListener("securitypolicyviolation", e => console.log("CSPV", e.sourceFile, e.lineNumber, e.columnNumber, e.sample, e.violatedDirective)));
p.on("console", m => { if (m.text().startsWith("CSPV")||m.type()=="error") console.log(m.text().slice(0,700), JSON.stringify(m.location())); });
await p.goto("http://localhost:33500/trade/BTC-USD"); await p.waitForTimeout(2500); await b.close();
