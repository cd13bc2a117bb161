/**
 * `/docs`: one page without assets that reads `/openapi.json` and lists every operation with its
 * parameters, its response and a form to try it.
 */
export const DOCS_PAGE = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Perpetua API</title>
<style>
:root { color-scheme: light dark; --line: #8884; --accent: #4f7cff; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
details { border: 1px solid var(--line); border-radius: 8px; margin: .5rem 0; }
summary { cursor: pointer; padding: .5rem .75rem; display: flex; gap: .75rem; }
summary { align-items: baseline; }
summary b { color: var(--accent); min-width: 3rem; }
summary code { font-weight: 600; }
section { padding: 0 .75rem .75rem; }
label { display: grid; grid-template-columns: 15rem 1fr; gap: .5rem; margin: .25rem 0; }
input { font: inherit; padding: .15rem .4rem; }
pre { overflow: auto; background: #8881; padding: .75rem; border-radius: 6px; max-height: 24rem; }
button { font: inherit; padding: .25rem .9rem; margin: .5rem 0; cursor: pointer; }
small { opacity: .7; }
</style>
</head>
<body>
<h1>Perpetua API</h1>
<p><a href="/openapi.json">openapi.json</a> · WebSocket and tRPC are described in the repository.</p>
<main id="list"></main>
<script type="module">
const api = await (await fetch("/openapi.json")).json();
const list = document.getElementById("list");
const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
for (const [path, methods] of Object.entries(api.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    list.append(describe(path, method.toUpperCase(), operation));
  }
}
function describe(path, method, operation) {
  const box = document.createElement("details");
  const head = document.createElement("summary");
  head.append(element("b", method), element("code", path), element("small", operation.summary));
  const body = document.createElement("section");
  const fields = new Map();
  for (const parameter of operation.parameters) {
    const row = document.createElement("label");
    const input = document.createElement("input");
    input.placeholder = parameter.description;
    row.append(element("span", parameter.name + (parameter.required ? " *" : "")), input);
    fields.set(parameter, input);
    body.append(row);
  }
  const output = document.createElement("pre");
  output.textContent = JSON.stringify(
    operation.responses[200].content["application/json"].schema, null, 2);
  if (method === "GET") {
    const send = element("button", "Send");
    send.onclick = async () => {
      let url = path;
      const query = new URLSearchParams();
      for (const [parameter, input] of fields) {
        if (input.value === "") continue;
        if (parameter.in === "path") {
          url = url.replace("{" + parameter.name + "}", encodeURIComponent(input.value));
        } else query.set(parameter.name, input.value);
      }
      const answer = await fetch(url + (query.size > 0 ? "?" + query : ""));
      output.textContent = answer.status + "\\n" + JSON.stringify(await answer.json(), null, 2);
    };
    body.append(send);
  }
  body.append(output);
  box.append(head, body);
  return box;
}
</script>
</body>
</html>
`;
